using Actors.Configuration;
using Quartz;

namespace Actors.Cron;

/// <summary>Makes the jobs and triggers that Quartz keeps for our jobs. A trigger only says when to look; its name says why.</summary>
internal sealed class CronTriggers(IScheduler scheduler, TimeProvider time)
{
    // So many are stored in one transaction.
    private const int BatchSize = 500;

    /// <summary>Stores jobs with their next trigger each; with one more, at once, where asked.</summary>
    public async Task AddAsync(IEnumerable<(JobState Job, bool LooksNow)> jobs, CancellationToken cancellationToken)
    {
        foreach (var batch in jobs.Chunk(BatchSize))
        {
            var work = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
            foreach (var (job, looksNow) in batch)
            {
                ITrigger[] own = [.. Triggers(job, looksNow)];
                if (own.Length > 0)
                    work[Detail(job)] = own;
                else
                    await scheduler.AddJob(Detail(job), new AddJobOptions { Replace = true }, cancellationToken);
            }

            if (work.Count > 0)
                await scheduler.ScheduleJobs(work, ScheduleJobOptions.Replacing, cancellationToken);
        }
    }

    /// <summary>Takes a job's triggers for its occurrences away and gives it those that it should have now.</summary>
    public async Task ResetAsync(JobState job, CancellationToken cancellationToken)
    {
        var kept = await scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey(job.Id, job.App), Take = BatchSize }, cancellationToken);
        await scheduler.UnscheduleJobs([.. kept.Items.Select(static trigger => trigger.Key).Where(static key => RunFiring.IsSchedule(key.Name))], cancellationToken);
        await AddAsync([(job, false)], cancellationToken);
    }

    /// <summary>Removes a job and its triggers.</summary>
    public async Task RemoveAsync(string app, IEnumerable<string> jobs, CancellationToken cancellationToken) =>
        await scheduler.DeleteJobs([.. jobs.Select(job => new JobKey(job, app))], cancellationToken);

    /// <summary>Gives a job the trigger of its next occurrence, where it has no lasting one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">For an interval: where it begins. Otherwise: now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddNextAsync(JobState job, DateTimeOffset after, CancellationToken cancellationToken)
    {
        if (Next(job, after) is { } trigger)
            await AddAsync(trigger, cancellationToken);
    }

    /// <summary>Adds the trigger of a retry.</summary>
    public Task AddRetryAsync(RunRecord run, CancellationToken cancellationToken) =>
        AddAsync(Once(run.App, run.Job, RunFiring.Retry(run.Job, run.NextAttempt!.Value), run.NextAttempt.Value), cancellationToken);

    /// <summary>Adds the trigger of a run that somebody asks for.</summary>
    public Task AddManualAsync(string app, string job, DateTimeOffset asked, CancellationToken cancellationToken) =>
        AddAsync(Once(app, job, RunFiring.Manual(job, asked), asked), cancellationToken);

    private async Task AddAsync(ITrigger trigger, CancellationToken cancellationToken) =>
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);

    private static IJobDetail Detail(JobState job) =>
        JobBuilder.Create<CronRunner>().WithIdentity(job.Id, job.App).StoreDurably().DisallowConcurrentExecution().RequestRecovery().Build();

    private IEnumerable<ITrigger> Triggers(JobState job, bool looksNow)
    {
        var now = time.GetUtcNow();
        if (job is { IsPaused: false })
        {
            var lasting = TriggerPlan.Lasting(job.Definition.Rule(), job.Definition.Clock().Zone, now);
            if (lasting is not null)
                yield return TriggerBuilder.Create(time).WithIdentity(RunFiring.Every(job.Id), job.App).ForJob(job.Id, job.App).StartAt(now).WithSchedule(lasting).Build();
            else if (Next(job, job.Definition.Rule() is IntervalSchedule ? job.IntervalStart : now) is { } next)
                yield return next;
        }

        if (looksNow)
            yield return Once(job.App, job.Id, RunFiring.Now(job.Id), now);
    }

    private ITrigger? Next(JobState job, DateTimeOffset after)
    {
        var (rule, clock) = (job.Definition.Rule(), job.Definition.Clock());
        if (TriggerPlan.Lasting(rule, clock.Zone, time.GetUtcNow()) is not null)
            return null;
        return NextRuns.After(rule, clock, after) is { } next ? Once(job.App, job.Id, RunFiring.Next(job.Id, next), next) : null;
    }

    private ITrigger Once(string app, string job, string name, DateTimeOffset at) =>
        TriggerBuilder.Create(time).WithIdentity(name, app).ForJob(job, app).StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create().WithRepeatCount(0).WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
}
