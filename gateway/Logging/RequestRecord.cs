using System.Net;
using Actors.Gateway.Requests;
using Actors.Grains;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Logging;

/// <summary>What the request log says of one request. Immutable, since it is written later; refers to what is there anyway, so that noting a request makes one object.</summary>
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

    /// <summary>The version that served it, or null when none was found.</summary>
    public VersionDeployment? Deployment { get; init; }

    /// <summary>The address of the client, or null when it has none.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>The name of the signed-in user, or null.</summary>
    public string? Nickname { get; init; }

    /// <summary><c>HTTP/1.1</c> and the like.</summary>
    public string Protocol { get; init; } = "HTTP/1.1";

    /// <summary>The Host header, or empty.</summary>
    public string Host { get; init; } = "";

    /// <summary>The Referer header, or empty.</summary>
    public string Referrer { get; init; } = "";

    /// <summary>The User-Agent header, or empty.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The script or file that the handler means, or empty when none matched.</summary>
    public string UrlMapEntry { get; init; } = "";

    /// <summary>The instance that served it, or null.</summary>
    public string? Instance { get; init; }

    /// <summary>Its number, where instances have numbers.</summary>
    public int? InstanceNumber { get; init; }

    /// <summary>Processor time of the app's code, in microseconds.</summary>
    public long CpuMicroseconds { get; init; }

    /// <summary>How long it waited for an instance.</summary>
    public TimeSpan Pending { get; init; }

    /// <summary>It was the first of its instance.</summary>
    public bool IsLoadingRequest { get; init; }

    /// <summary>The client went away before it had its answer.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>What the app logged meanwhile.</summary>
    public IReadOnlyList<AppLogLine> AppLines { get; init; } = [];

    /// <summary>What the platform has to say about it, such as why no worker could be started; null when nothing.</summary>
    public string? PlatformLine { get; init; }

    /// <summary>The id that the app saw; without a number when no app was asked.</summary>
    internal RequestId Id { get; init; }

    /// <summary>Characters that it holds, about: what it costs to keep.</summary>
    internal long Characters
    {
        get
        {
            long characters = Resource.Length + Host.Length + Referrer.Length + UserAgent.Length + (PlatformLine?.Length ?? 0);
            for (var i = 0; i < AppLines.Count; i++)
                characters += AppLines[i].Text.Length;
            return characters;
        }
    }
}
