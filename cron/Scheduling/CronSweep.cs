using Microsoft.Extensions.Logging;
using Quartz;

namespace Actors.Cron;

/// <summary>
/// Makes Quartz's triggers agree with our jobs, at start: a job that has not the triggers that it should have gets them, jobs that are gone lose theirs, and a job looks at once when a run of it was under way,
/// or when something is due and no trigger says so.
/// </summary>
internal sealed class CronSweep(CronLedger ledger, IScheduler scheduler, CronTriggers triggers, TimeProvider time, ILogger logger)
{
    private const int PageSize = 5000;

    /// <summary>Sweeps.</summary>
    /// <param name="apps">The apps whose jobs are run here; null: all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many jobs there are, how many got a trigger, and how many look at once.</returns>
    public async Task<(int Jobs, int Added, int Due)> SweepAsync(IReadOnlySet<string>? apps, CancellationToken cancellationToken)
    {
        var jobs = (await ledger.JobsAsync(null, cancellationToken)).Where(job => apps is null || apps.Contains(job.App)).ToArray();
        var known = await TriggersAsync(cancellationToken);
        var active = (await ledger.ActiveAsync(cancellationToken)).Select(static run => (run.App, run.Job)).ToHashSet();
        await RemoveAsync(jobs, cancellationToken);

        var now = time.GetUtcNow();
        var added = new List<(JobState Job, bool LooksNow)>();
        foreach (var job in jobs)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(job.Definition.TimeZone, out _))
            {
                logger.NoZone(job.App, job.Definition.Url, job.Definition.TimeZone);
                continue;
            }

            var isActive = active.Contains((job.App, job.Id));
            var (kinds, comes) = known.GetValueOrDefault((job.App, job.Id));
            if (kinds == Wanted(job, now) && kinds != TriggerKinds.None)
            {
                // A silo that ended while it stored a lasting trigger may have left one that passes over what had come by then.
                if (isActive || (!(comes <= now) && IsDue(job, now)))
                    added.Add((job, true));
                continue;
            }

            if (kinds != TriggerKinds.None)
                await triggers.ForgetAsync(job, cancellationToken);
            added.Add((job, isActive || IsDue(job, now)));
        }

        await triggers.AddAsync(added, now, cancellationToken);
        return (jobs.Length, added.Count, added.Count(static job => job.LooksNow));
    }

    private static TriggerKinds Wanted(JobState job, DateTimeOffset now) =>
        job.IsPaused ? TriggerKinds.None : TriggerPlan.Lasting(job.Definition.Rule(), job.Definition.Clock().Zone, now) is null ? TriggerKinds.Next : TriggerKinds.Every;

    private static bool IsDue(JobState job, DateTimeOffset now) => RunDecisions.Of(job, null, new RunFiring(FiringKind.Schedule, null), "", now).IsRun;

    // What each job has, and when the first of it fires.
    private async Task<Dictionary<(string App, string Job), (TriggerKinds Kinds, DateTimeOffset? Comes)>> TriggersAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string, string), (TriggerKinds Kinds, DateTimeOffset? Comes)>();
        for (var skip = 0; ; skip += PageSize)
        {
            var page = await scheduler.QueryTriggers(new TriggerQuery { Skip = skip, Take = PageSize }, cancellationToken);
            foreach (var trigger in page.Items)
            {
                if (!RunFiring.IsSchedule(trigger.Key.Name) || trigger.JobKey is not { } job)
                    continue;
                var (kinds, comes) = known.GetValueOrDefault((job.Group, job.Name));
                kinds |= trigger.Key.Name == RunFiring.Every(job.Name) ? TriggerKinds.Every : TriggerKinds.Next;
                known[(job.Group, job.Name)] = (kinds, comes < trigger.NextFireTimeUtc ? comes : trigger.NextFireTimeUtc);
            }

            if (!page.HasMore)
                return known;
        }
    }

    private async Task RemoveAsync(IReadOnlyList<JobState> jobs, CancellationToken cancellationToken)
    {
        var wanted = jobs.Select(static job => (job.App, job.Id)).ToHashSet();
        var gone = new List<JobKey>();
        for (var skip = 0; ; skip += PageSize)
        {
            var page = await scheduler.QueryJobs(new JobQuery { Skip = skip, Take = PageSize }, cancellationToken);
            gone.AddRange(page.Items.Select(static job => job.Key).Where(key => !wanted.Contains((key.Group, key.Name))));
            if (!page.HasMore)
                break;
        }

        if (gone.Count > 0)
            await scheduler.DeleteJobs(gone, cancellationToken);
    }

    // What a job has for its occurrences: a lasting trigger, and triggers of one occurrence.
    [Flags]
    private enum TriggerKinds
    {
        None = 0,
        Every = 1,
        Next = 2,
    }
}
