using Actors.Runtimes.Frames;

namespace Actors.Gateway.Logging;

/// <summary>What the request log says of one request. Immutable, since it is written later.</summary>
public sealed record RequestRecord
{
    /// <summary>When the request came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as the client sent them.</summary>
    public required string Resource { get; init; }

    /// <summary>The status it got.</summary>
    public required int Status { get; init; }

    /// <summary>Bytes of the response's body.</summary>
    public required long ResponseBytes { get; init; }

    /// <summary>From the request's arrival to the end of the response.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary><c>app/version</c>, or <c>-</c> when no version was found.</summary>
    public required string Version { get; init; }

    /// <summary>What the app logged meanwhile.</summary>
    public IReadOnlyList<AppLogLine> AppLines { get; init; } = [];

    /// <summary>What the platform has to say about it, such as why no worker could be started; null when nothing.</summary>
    public string? PlatformLine { get; init; }
}
