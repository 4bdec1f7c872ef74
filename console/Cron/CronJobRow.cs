using Actors.Cron;

namespace Actors.Console;

/// <summary>One job as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Job">The job's id, unique in the app.</param>
/// <param name="Url">Path and query.</param>
/// <param name="Schedule">As cron.yaml says.</param>
/// <param name="TimeZone">Its zone.</param>
/// <param name="Target">The target, or null.</param>
/// <param name="Description">The description, or null.</param>
/// <param name="State">running, waiting (for a retry), paused, notServed (the silo was started without its app), or idle.</param>
/// <param name="Next">When it runs next, or null.</param>
/// <param name="Last">When its latest run was due or, where somebody asked for it, was asked for; where the history has forgotten it, the latest scheduled time that was run; or null.</param>
/// <param name="LastState">What became of that run: running, waiting, succeeded, failed or interrupted; or null.</param>
public sealed record CronJobRow(
    string App, string Job, string Url, string Schedule, string TimeZone, string? Target, string? Description, string State, DateTimeOffset? Next, DateTimeOffset? Last, RunState? LastState)
{
    /// <summary>The row of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isServed">Whether the silo was started with its app.</param>
    /// <param name="next">Its next run.</param>
    /// <param name="active">Its run that is under way or waits, or null.</param>
    /// <param name="latest">Its latest run, or null.</param>
    public static CronJobRow From(JobState job, bool isServed, DateTimeOffset? next, RunRecord? active, RunRecord? latest)
    {
        ArgumentNullException.ThrowIfNull(job);
        var definition = job.Definition;
        var state = active switch
        {
            { State: RunState.Running } => "running",
            { } => "waiting",
            null when job.IsPaused => "paused",
            null when !isServed => "notServed",
            null => "idle",
        };
        return new CronJobRow(
            job.App, job.Id, definition.Url, definition.Schedule, definition.TimeZone, definition.Target, definition.Description, state, isServed ? next : null,
            latest?.Scheduled ?? job.LastScheduled, latest?.State);
    }
}
