namespace Actors.Cron;

/// <summary>Where a run is.</summary>
public enum RunState
{
    /// <summary>Its request is under way.</summary>
    Running,

    /// <summary>It failed and waits for the next attempt.</summary>
    Waiting,

    /// <summary>A status from 200 to 299.</summary>
    Succeeded,

    /// <summary>Another status, and no more attempts.</summary>
    Failed,

    /// <summary>Its silo ended in the middle, twice.</summary>
    Interrupted,
}

/// <summary>One occurrence of a job in the ledger: at most one for a job and a scheduled time, so that none is run twice. Immutable.</summary>
/// <param name="App">Application id.</param>
/// <param name="Job">The job's id.</param>
/// <param name="Scheduled">When it was due; of a run that somebody asked for: when that was.</param>
public sealed record RunRecord(string App, string Job, DateTimeOffset Scheduled)
{
    /// <summary>Somebody asked for it.</summary>
    public bool IsManual { get; init; }

    /// <summary>Where it is.</summary>
    public RunState State { get; init; }

    /// <summary>The attempt that is or was made last, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How often its silo ended in the middle of it.</summary>
    public int Interruptions { get; init; }

    /// <summary>How many occurrences before it were passed over.</summary>
    public int PassedOver { get; init; }

    /// <summary>Which life of which silo runs it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When the next attempt is due, while it waits.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>When its last attempt ended, or null.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>HTTP status of the last attempt; 0 when there was no answer, null before.</summary>
    public int? Status { get; init; }

    /// <summary>How long the last attempt took.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The last attempt's id in the request log, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Under way or waiting for its next attempt.</summary>
    public bool IsActive => State is RunState.Running or RunState.Waiting;
}
