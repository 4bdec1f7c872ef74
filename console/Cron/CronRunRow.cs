using Actors.Cron;

namespace Actors.Console;

/// <summary>One run as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Job">The job's id.</param>
/// <param name="Url">The job's URL, or null when the job is gone.</param>
/// <param name="Scheduled">When it was due.</param>
/// <param name="Manual">Somebody asked for it.</param>
/// <param name="Started">When its first attempt began.</param>
/// <param name="Ended">When its last attempt ended, or null.</param>
/// <param name="State">running, waiting, succeeded, failed or interrupted.</param>
/// <param name="Attempt">Its latest attempt, from 1.</param>
/// <param name="Interruptions">How often its silo ended in the middle; a run with one has been repeated.</param>
/// <param name="PassedOver">Occurrences before it that were not run.</param>
/// <param name="Status">HTTP status, 0 without an answer, or null.</param>
/// <param name="LatencyMilliseconds">How long the last attempt took, or null.</param>
/// <param name="NextAttempt">When the next attempt is, or null.</param>
/// <param name="Log">The last attempt's <c>requestId</c> in the request log, or null.</param>
/// <param name="Note">What went wrong, or null.</param>
public sealed record CronRunRow(
    string App,
    string Job,
    string? Url,
    DateTimeOffset Scheduled,
    bool Manual,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    RunState State,
    int Attempt,
    int Interruptions,
    int PassedOver,
    int? Status,
    double? LatencyMilliseconds,
    DateTimeOffset? NextAttempt,
    string? Log,
    string? Note)
{
    /// <summary>The row of a run.</summary>
    public static CronRunRow From(RunRecord run, string? url)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new CronRunRow(
            run.App, run.Job, url, run.Scheduled, run.IsManual, run.Started, run.Ended, run.State, run.Attempt, run.Interruptions, run.PassedOver, run.Status, run.Latency?.TotalMilliseconds,
            run.NextAttempt, run.RequestId, run.Note);
    }
}
