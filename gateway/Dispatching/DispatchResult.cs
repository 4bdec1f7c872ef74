namespace Actors.Gateway.Dispatching;

/// <summary>What became of a dispatched request.</summary>
public enum DispatchOutcome
{
    /// <summary>A worker answered.</summary>
    Served,

    /// <summary>Too many requests were waiting, or every instance went away: 503.</summary>
    Unavailable,

    /// <summary>No instance was free for as long as a request may wait.</summary>
    WaitedTooLong,

    /// <summary>The version was stopped or deleted meanwhile: 404.</summary>
    NoVersion,

    /// <summary>No instance could be started, or the worker died in the middle: 500.</summary>
    Failed,

    /// <summary>The request did not end at its deadline, and its worker was killed: 500.</summary>
    Overdue,
}

/// <summary>The end of a dispatch.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Frame">The body of the RESPONSE frame when served.</param>
/// <param name="Summary">Otherwise: what happened, in one sentence.</param>
/// <param name="Explanation">Why, as far as it is known.</param>
/// <param name="Remedy">What to do.</param>
public readonly record struct DispatchResult(
    DispatchOutcome Outcome, byte[]? Frame = null, string Summary = "", string Explanation = "", string Remedy = "")
{
    /// <summary>It was the first request of its instance, which the app's code was loaded for.</summary>
    public bool IsLoadingRequest { get; init; }

    /// <summary>The id of the instance that was asked; null when none was.</summary>
    public string? Instance { get; init; }

    /// <summary>Its number, from 0, where instances have numbers.</summary>
    public int? InstanceNumber { get; init; }

    /// <summary>When served: what the platform has to say about it in the app's log, or null.</summary>
    public string? AppNote { get; init; }

    /// <summary>How long it waited for an instance; zero when one was free.</summary>
    public TimeSpan Pending { get; init; }
}
