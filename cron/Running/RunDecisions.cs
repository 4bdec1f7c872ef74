using Actors.Configuration;

namespace Actors.Cron;

/// <summary>
/// Decides what is run. Pure. Quartz says <em>when to look</em>; what is due follows from the schedule and the ledger alone, so a trigger that fires late, twice or needlessly does no harm:
/// <code>
/// a run is under way      its silo is gone (Quartz lets no job run beside itself): once more; the second time it ends as interrupted
/// a run waits for a retry when its time has come, or somebody asks, the next attempt; until then occurrences are passed over
/// somebody asked          a run, whatever the schedule says
/// the job is paused       nothing
/// interval                its time is reckoned from the end of the run before: due once that has come
/// fixed times             the latest that has come, unless the run before was still going then; those before it are passed over and counted
/// </code>
/// </summary>
public static class RunDecisions
{
    /// <summary>Interruptions after which a run is not made again.</summary>
    public const int MaxInterruptions = 2;

    /// <summary>Decides.</summary>
    /// <param name="job">The job.</param>
    /// <param name="active">Its run that is under way or waits, or null.</param>
    /// <param name="firing">The trigger that fired.</param>
    /// <param name="owner">Who asks.</param>
    /// <param name="now">Now; not before the time that the trigger was set to.</param>
    public static RunDecision Of(JobState job, RunRecord? active, RunFiring firing, string owner, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (active is { State: RunState.Running })
            return Interrupted(active, owner, now);
        if (active is { State: RunState.Waiting })
            return Waiting(active, firing, owner, now);
        if (firing.Kind == FiringKind.Manual)
            return Begin(job, firing.At ?? now, 0, owner, now, isManual: true);
        if (job.IsPaused)
            return RunDecision.Nothing("it is paused");
        return job.Definition.Rule() is IntervalSchedule interval ? Interval(job, interval, owner, now) : Fixed(job, owner, now);
    }

    private static RunDecision Interrupted(RunRecord run, string owner, DateTimeOffset now)
    {
        var interruptions = run.Interruptions + 1;
        return interruptions >= MaxInterruptions
            ? new RunDecision(RunDecisionKind.GiveUp, run with { State = RunState.Interrupted, Interruptions = interruptions, Ended = now, Owner = owner, Note = "Its silo ended in the middle, twice." }) { OwnerBefore = run.Owner }
            : new RunDecision(RunDecisionKind.Repeat, run with { Interruptions = interruptions, Owner = owner }) { OwnerBefore = run.Owner };
    }

    private static RunDecision Waiting(RunRecord run, RunFiring firing, string owner, DateTimeOffset now) => run.NextAttempt > now && firing.Kind != FiringKind.Manual
        ? RunDecision.Nothing("the run before waits for its next attempt") with { Run = run }
        : new RunDecision(RunDecisionKind.Retry, run with { State = RunState.Running, Attempt = run.Attempt + 1, NextAttempt = null, Owner = owner }) { OwnerBefore = run.Owner };

    private static RunDecision Interval(JobState job, IntervalSchedule interval, string owner, DateTimeOffset now)
    {
        var due = NextRuns.After(interval, job.Definition.Clock(), job.IntervalStart);
        return due <= now && due > job.LastScheduled.GetValueOrDefault(DateTimeOffset.MinValue) ? Begin(job, due.Value, 0, owner, now) : RunDecision.Nothing("it is not due yet");
    }

    private static RunDecision Fixed(JobState job, string owner, DateTimeOffset now)
    {
        if (NextRuns.Due(job.Definition.Rule(), job.Definition.Clock(), job.DoneUpTo, now) is not { } due)
            return RunDecision.Nothing("it is not due yet");
        return due.Scheduled <= job.LastEnded
            ? RunDecision.Nothing("the run before was still going then")
            : Begin(job, due.Scheduled, due.Before, owner, now);
    }

    private static RunDecision Begin(JobState job, DateTimeOffset scheduled, int passedOver, string owner, DateTimeOffset now, bool isManual = false) =>
        new(RunDecisionKind.Begin, new RunRecord(job.App, job.Id, scheduled) { State = RunState.Running, Owner = owner, Started = now, PassedOver = passedOver, IsManual = isManual });
}
