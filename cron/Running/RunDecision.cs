namespace Actors.Cron;

/// <summary>What follows from a fired trigger.</summary>
public enum RunDecisionKind
{
    /// <summary>Nothing is to be run.</summary>
    Nothing,

    /// <summary>An occurrence begins.</summary>
    Begin,

    /// <summary>A run whose silo ended in the middle is made once more.</summary>
    Repeat,

    /// <summary>The next attempt of a run that failed.</summary>
    Retry,

    /// <summary>A run was interrupted a second time and ends here.</summary>
    GiveUp,
}

/// <summary>The decision.</summary>
/// <param name="Kind">What.</param>
/// <param name="Run">The run as it is to be written down; where there is nothing to do, the one that waits for its next attempt; or null.</param>
/// <param name="Reason">Why nothing is run.</param>
public sealed record RunDecision(RunDecisionKind Kind, RunRecord? Run, string Reason = "")
{
    /// <summary>The owner that the run must still have.</summary>
    public string OwnerBefore { get; init; } = "";

    /// <summary>The job as it was when this was decided.</summary>
    public JobState? Job { get; init; }

    /// <summary>The run's request is to be made.</summary>
    public bool IsRun => Kind is RunDecisionKind.Begin or RunDecisionKind.Repeat or RunDecisionKind.Retry;

    /// <summary>Nothing, and why.</summary>
    public static RunDecision Nothing(string reason) => new(RunDecisionKind.Nothing, null, reason);
}
