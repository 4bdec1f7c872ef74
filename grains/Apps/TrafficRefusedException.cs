namespace Actors.Grains;

/// <summary>Why a change of traffic or of a version is refused.</summary>
[GenerateSerializer, Alias("actors.TrafficRefusal")]
public enum TrafficRefusal
{
    /// <summary>The app has no such service.</summary>
    NoService,

    /// <summary>The service has no such version.</summary>
    NoVersion,

    /// <summary>What was asked for makes no sense: shares that are not above 0, a duration out of range.</summary>
    BadRequest,

    /// <summary>The version is stopped, and so can get no traffic.</summary>
    Stopped,

    /// <summary>The version gets traffic, and so can be neither stopped nor deleted.</summary>
    HasTraffic,

    /// <summary>There is nothing to go back to.</summary>
    NothingBefore,
}

/// <summary>A change of traffic or of a version cannot be; nothing was changed. The message is one clear sentence, or two.</summary>
[GenerateSerializer, Alias("actors.TrafficRefusedException")]
public sealed class TrafficRefusedException(TrafficRefusal reason, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    [Id(0)]
    public TrafficRefusal Reason { get; } = reason;
}
