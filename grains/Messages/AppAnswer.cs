namespace Actors.Grains;

/// <summary>What became of a request in an instance.</summary>
[GenerateSerializer, Alias("actors.AppOutcome")]
public enum AppOutcome
{
    /// <summary>The worker answered; the frame is its response.</summary>
    Served,

    /// <summary>All of the instance's slots and its allowance are taken. The request was not begun: try elsewhere.</summary>
    Busy,

    /// <summary>The instance is not started, drains or is no more. The request was not begun: try elsewhere.</summary>
    Gone,

    /// <summary>The worker ended in the middle. The app may have seen the request, so it is not tried again.</summary>
    Died,

    /// <summary>It did not end at its deadline, so that the worker was killed.</summary>
    Overdue,
}

/// <summary>An instance's answer.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Frame">The body of the RESPONSE frame when served; never changed afterwards.</param>
/// <param name="Detail">When the worker died: how, in words for the log. When served: what the platform has to say about it in the app's log, or null.</param>
/// <param name="IsFirst">It was the instance's first request: the app's code was loaded for it.</param>
[GenerateSerializer, Immutable, Alias("actors.AppAnswer")]
public sealed record AppAnswer([property: Id(0)] AppOutcome Outcome, [property: Id(1)] byte[]? Frame = null, [property: Id(2)] string? Detail = null, [property: Id(3)] bool IsFirst = false)
{
    /// <summary>The one answer of an instance that takes no more.</summary>
    public static AppAnswer Gone { get; } = new(AppOutcome.Gone);

    /// <summary>The one answer of a full instance.</summary>
    public static AppAnswer Busy { get; } = new(AppOutcome.Busy);
}
