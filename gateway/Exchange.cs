using Actors.Gateway.Logging;
using Actors.Gateway.Requests;
using Actors.Gateway.Routes;
using Actors.Gateway.SignIn;
using Actors.Grains;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway;

/// <summary>One request under way: what its line in the log will say, as far as it is known.</summary>
internal sealed class Exchange(HttpContext context)
{
    private const string LoadingText =
        "This request caused a new process to be started for your application, and thus caused your application code to be loaded for the first time. "
        + "It may therefore have taken longer and used more processor time than others.";

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

    /// <summary>Bytes that it holds of the memory for bodies; see <see cref="BodyMemory"/>.</summary>
    public long HeldBytes { get; set; }

    /// <summary>What the app logged.</summary>
    public IReadOnlyList<AppLogLine> AppLines { get; set; } = [];

    /// <summary>What the platform has to say, or null.</summary>
    public string? Note { get; set; }

    /// <summary>When it began, as the clock's timestamp.</summary>
    public long Began { get; init; }

    /// <summary>X-Cloud-Trace-Context as the app sees it; empty before it has been encoded.</summary>
    public string Trace { get; set; } = "";

    /// <summary>Whether a client sent it or the platform itself. Default: a client.</summary>
    public RequestKind Kind { get; init; }

    /// <summary>What the platform itself says of a request that it sends, or null.</summary>
    public Platform.PlatformRequest? Platform { get; init; }

    /// <summary>Who is signed in, or null.</summary>
    public SignedInUser? User { get; set; }

    /// <summary>The request was the first of its instance.</summary>
    public bool IsLoadingRequest { get; set; }

    /// <summary>The instance that was asked, or null.</summary>
    public string? Instance { get; set; }

    /// <summary>Its number, where instances have numbers.</summary>
    public int? InstanceNumber { get; set; }

    /// <summary>How long it waited for an instance.</summary>
    public TimeSpan Pending { get; set; }

    /// <summary>Processor time of the app's code, in microseconds.</summary>
    public long CpuMicroseconds { get; set; }

    /// <summary>The script or file that the handler means, or empty.</summary>
    public string Target { get; set; } = "";

    /// <summary>The id that the app sees; without a number as long as no app is asked.</summary>
    public RequestId Id { get; set; }

    /// <summary>The client went away before it had its answer; the log says 499, as servers have come to.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The split that chose the version, or null when nothing had to be chosen.</summary>
    public SplitRoute? Split { get; set; }

    /// <summary>The client's bucket in it; -1 before it is known.</summary>
    public int Bucket { get; set; } = -1;

    /// <summary>The bucket was drawn just now, and the client is to keep it.</summary>
    public bool GivesBucket { get; set; }

    /// <summary>What counts the request, once an app has been asked, or null.</summary>
    public VersionMeter? Meter { get; set; }

    /// <summary>When it is counted: how long the app took, with the wait for an instance.</summary>
    public TimeSpan AppLatency { get; set; }

    /// <summary>Takes note that the instance was started for this request, in App Engine's words.</summary>
    public void NoteLoading(TimeProvider time)
    {
        IsLoadingRequest = true;
        AppLines = [.. AppLines, new AppLogLine(AppLogLevel.Info, time.GetUtcNow(), LoadingText)];
    }

    /// <summary>Adds what the platform has to say to the app's lines.</summary>
    public void NoteInAppLog(TimeProvider time, string note) => AppLines = [.. AppLines, new AppLogLine(AppLogLevel.Critical, time.GetUtcNow(), note)];

    /// <summary>The finished request for the log.</summary>
    public RequestRecord ToRecord(TimeProvider time, long began)
    {
        var latency = time.GetElapsedTime(began);
        var request = Context.Request;
        return new RequestRecord
        {
            Time = time.GetUtcNow() - latency,
            Method = request.Method,
            Resource = Resource,
            Status = IsAbandoned ? 499 : Context.Response.StatusCode,
            ResponseBytes = Bytes,
            Latency = latency,
            Version = Label,
            Deployment = Version?.Deployment,
            Client = Context.Connection.RemoteIpAddress,
            Nickname = User?.Nickname,

            // Logs name versions with a dot.
            Protocol = HttpProtocol.IsHttp2(request.Protocol) ? "HTTP/2.0" : request.Protocol,
            Host = request.Headers.Host.ToString(),
            Referrer = request.Headers.Referer.ToString(),
            UserAgent = request.Headers.UserAgent.ToString(),
            UrlMapEntry = Target,
            Id = Id,
            Instance = Instance,
            InstanceNumber = InstanceNumber,
            CpuMicroseconds = CpuMicroseconds,
            Pending = Pending,
            IsLoadingRequest = IsLoadingRequest,
            IsAbandoned = IsAbandoned,
            AppLines = AppLines,
            PlatformLine = Note,
        };
    }
}
