using Actors.Gateway.Logging;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway;

/// <summary>One request under way: what its line in the log will say, as far as it is known.</summary>
internal sealed class Exchange(HttpContext context)
{
    /// <summary>The request and its response.</summary>
    public HttpContext Context { get; } = context;

    /// <summary>Path and query as the client sent them.</summary>
    public string Resource { get; } = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The version that serves it, when found.</summary>
    public VersionRoute? Version { get; set; }

    /// <summary>How the log names the version.</summary>
    public string Label => Version?.Label ?? "-";

    /// <summary>Bytes of the response's body.</summary>
    public long Bytes { get; set; }

    /// <summary>What the app logged.</summary>
    public IReadOnlyList<AppLogLine> AppLines { get; set; } = [];

    /// <summary>What the platform has to say, or null.</summary>
    public string? Note { get; set; }

    /// <summary>The client went away before it had its answer; the log says 499, as servers have come to.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The finished request for the log.</summary>
    public RequestRecord ToRecord(TimeProvider time, long began)
    {
        var latency = time.GetElapsedTime(began);
        return new RequestRecord
        {
            Time = time.GetUtcNow() - latency,
            Method = Context.Request.Method,
            Resource = Resource,
            Status = IsAbandoned ? 499 : Context.Response.StatusCode,
            ResponseBytes = Bytes,
            Latency = latency,
            Version = Label,
            AppLines = AppLines,
            PlatformLine = Note,
        };
    }
}
