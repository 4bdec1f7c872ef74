namespace Actors.Grains;

/// <summary>What may be said of background threads as a whole.</summary>
public static class BackgroundThreads
{
    /// <summary>Most in one instance at a time, as on App Engine.</summary>
    public const int Most = 10;
}

/// <summary>What became of the wish for a background thread.</summary>
[GenerateSerializer, Alias("actors.BackgroundOutcome")]
public enum BackgroundOutcome
{
    /// <summary>It is on its way: <c>/_ah/background</c> follows.</summary>
    Started,

    /// <summary>The version is scaled automatically: no background threads there.</summary>
    ScaledAutomatically,

    /// <summary>The instance has <see cref="BackgroundThreads.Most"/> already.</summary>
    LimitReached,

    /// <summary>The instance ends, or was never started.</summary>
    Ending,
}

/// <summary>The answer to that wish.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="RequestId">When started: what the request for it will carry.</param>
[GenerateSerializer, Immutable, Alias("actors.BackgroundStart")]
public sealed record BackgroundStart([property: Id(0)] BackgroundOutcome Outcome, [property: Id(1)] string? RequestId = null);

/// <summary>A background thread that runs.</summary>
/// <param name="Id">Its request id.</param>
/// <param name="Started">When it was asked for.</param>
/// <param name="Running">For how long it has run.</param>
[GenerateSerializer, Immutable, Alias("actors.BackgroundThreadDescription")]
public sealed record BackgroundThreadDescription([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset Started, [property: Id(2)] TimeSpan Running);
