using Quartz;

namespace Actors.Cron;

/// <summary>Makes the jobs and triggers that Quartz keeps for our jobs. A trigger only says when to look; its name says why.</summary>
internal sealed class CronTriggers(IScheduler scheduler, TimeProvider time)
{
    // So many are stored in one transaction.
    private const int BatchSize = 500;

    /// <summary>Stores jobs with their next trigger each; with one more, at once, where asked.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="now">
    /// The time at which it was found out what is due: what comes after it gets a trigger, also where it has come meanwhile. With two readings of the clock what lies between them would be lost.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddAsync(IEnumerable<(JobState Job, bool LooksNow)> jobs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var batch in jobs.Chunk(BatchSize))
        {
            var work = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
            var awaited = new List<(JobState Job, DateTimeOffset At)>();
            foreach (var (job, looksNow) in batch)
            {
                var next = job.NextRun(now);
                ITrigger[] own = [.. Triggers(job, next, looksNow, now)];
                if (own.Length > 0)
                    work[Detail(job)] = own;
                else
                    await scheduler.AddJob(Detail(job), new AddJobOptions { Replace = true }, cancellationToken);
                if (next is { } at && !looksNow)
                    awaited.Add((job, at));
            }

            if (work.Count > 0)
                await scheduler.ScheduleJobs(work, ScheduleJobOptions.Replacing, cancellationToken);

            // Quartz reckons a lasting trigger from when it stores it: what has come by now may have none, and is looked for.
            var stored = time.GetUtcNow();
            foreach (var (job, _) in awaited.Where(awaited => awaited.At <= stored))
                await AddAsync(Now(job, now), cancellationToken);
        }
    }

    /// <summary>Takes a job's triggers for its occurrences away and gives it those that it should have now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">As for <see cref="AddAsync(IEnumerable{ValueTuple{JobState, bool}}, DateTimeOffset, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ResetAsync(JobState job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ForgetAsync(job, cancellationToken);
        await AddAsync([(job, false)], now, cancellationToken);
    }

    /// <summary>Takes a job's triggers for its occurrences away; those of retries and of runs that somebody asked for stay.</summary>
    public async Task ForgetAsync(JobState job, CancellationToken cancellationToken)
    {
        var kept = await scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey(job.Id, job.App), Take = BatchSize }, cancellationToken);
        await scheduler.UnscheduleJobs([.. kept.Items.Select(static trigger => trigger.Key).Where(static key => RunFiring.IsSchedule(key.Name))], cancellationToken);
    }

    /// <summary>Removes a job and its triggers.</summary>
    public async Task RemoveAsync(string app, IEnumerable<string> jobs, CancellationToken cancellationToken) =>
        await scheduler.DeleteJobs([.. jobs.Select(job => new JobKey(job, app))], cancellationToken);

    /// <summary>Gives a job the trigger of its next occurrence, where it has no lasting one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">For an interval: where it begins. Otherwise: up to when occurrences are done with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddNextAsync(JobState job, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var (rule, clock) = (job.Definition.Rule(), job.Definition.Clock());
        if (TriggerPlan.Lasting(rule, clock.Zone, time.GetUtcNow()) is null && NextRuns.After(rule, clock, after) is { } next)
            await AddAsync(Next(job, next), cancellationToken);
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

    private IEnumerable<ITrigger> Triggers(JobState job, DateTimeOffset? next, bool looksNow, DateTimeOffset now)
    {
        if (!job.IsPaused && TriggerPlan.Lasting(job.Definition.Rule(), job.Definition.Clock().Zone, now) is { } lasting)
            yield return TriggerBuilder.Create(time).WithIdentity(RunFiring.Every(job.Id), job.App).ForJob(job.Id, job.App).StartAt(now).WithSchedule(lasting).Build();
        else if (next is { } at)
            yield return Next(job, at);
        if (looksNow)
            yield return Now(job, now);
    }

    private ITrigger Now(JobState job, DateTimeOffset now) => Once(job.App, job.Id, RunFiring.Now(job.Id), now);

    private ITrigger Next(JobState job, DateTimeOffset at) => Once(job.App, job.Id, RunFiring.Next(job.Id, at), at);

    private ITrigger Once(string app, string job, string name, DateTimeOffset at) =>
        TriggerBuilder.Create(time).WithIdentity(name, app).ForJob(job, app).StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create().WithRepeatCount(0).WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
}
