using System.Collections.Concurrent;
using System.Net;
using Actors.Gateway.Hosts;
using Actors.Gateway.Logging;
using Actors.Gateway.Requests;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Platform;

/// <summary>
/// Encodes what the platform asks of one instance, and notes the answers in the request log. These requests come from 0.1.0.3, which no client can have, and do not pass the gateway's
/// routes: the instance grain that asks for one sends it to its own worker.
/// </summary>
internal sealed class LifecycleRequests(
    RequestEncoder encoder, ServedPorts ports, HostNames names, IRequestLog requestLog, IOptions<GatewayOptions> options, TimeProvider time, ILogger<LifecycleRequests> logger) : ILifecycleRequests
{
    // Versions compiled before; beyond so many all are forgotten.
    private const int MostKept = 1000;
    private static readonly IPAddress Source = new([0, 1, 0, 3]);
    private static readonly PreEncodedKey BackgroundHeader = new("HTTP_X_APPENGINE_BACKGROUNDREQUEST");
    private readonly ConcurrentDictionary<string, VersionRoute> _compiled = new();
    private readonly GatewayLog _log = new(logger);
    private readonly bool _logsRequests = options.Value.RequestLog || options.Value.RequestLogDirectory.Length > 0;

    /// <inheritdoc/>
    public ILifecycleRequest? Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket = null)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var version = Compiled(deployment);
        var path = LifecyclePaths.Of(kind);
        if ((kind == LifecycleKind.WarmUp && !version.WarmsUp) || ScriptFor(version, kind, path) is not { } script)
            return null;
        var platform = new PlatformRequest($"{deployment.Version}.{deployment.Service}.{deployment.App}.{names.BaseDomain}", path) { Source = Source };
        if (ticket is not null)
            platform.With(BackgroundHeader, ticket);
        var context = PlatformRequests.ContextOf(platform, ports.Http);
        var exchange = new Exchange(context)
        {
            Began = time.GetTimestamp(),
            Kind = RequestKind.Task,
            Platform = platform,
            Version = version,
            Target = script,
            Instance = instanceId,
            IsLoadingRequest = kind is LifecycleKind.Start or LifecycleKind.WarmUp,
        };
        var runs = kind == LifecycleKind.Start ? PlatformScripts.Start + script : script;
        return RequestTarget.Parse(path, path) is { } target && encoder.Encode(exchange, target, version, runs, default) is { } frame ? new Request(this, exchange, frame) : null;
    }

    /// <summary>The runtime itself answers what runs hooks and threads; of the rest the app's handlers, if one matches that runs code.</summary>
    private static string? ScriptFor(VersionRoute version, LifecycleKind kind, string path)
    {
        if (kind is LifecycleKind.Stop or LifecycleKind.Background)
            return kind == LifecycleKind.Stop ? PlatformScripts.Stop : PlatformScripts.Background;
        var handler = version.Match(path, 0, out var script);
        return handler >= 0 && version.StaticOf(handler) is null ? script : null;
    }

    private VersionRoute Compiled(VersionDeployment deployment)
    {
        if (_compiled.TryGetValue(deployment.Key, out var known) && known.Deployment.Generation == deployment.Generation)
            return known;
        if (_compiled.Count >= MostKept)
            _compiled.Clear();
        return _compiled[deployment.Key] = VersionRoute.Compile(deployment);
    }

    private int Note(Exchange exchange, WorkerAnswer answer)
    {
        try
        {
            var response = ResponseFrame.Read(answer.Frame);
            exchange.Context.Response.StatusCode = response.Status;
            exchange.Bytes = response.Body.Length;
            exchange.AppLines = response.Logs;
            exchange.CpuMicroseconds = response.CpuMicroseconds;
        }
        catch (FrameException broken)
        {
            exchange.Context.Response.StatusCode = 500;
            exchange.Note = $"The worker's answer breaks the protocol: {broken.Message}";
        }

        if (answer.Note is { } note)
            exchange.NoteInAppLog(time, note);
        Write(exchange);
        return exchange.Context.Response.StatusCode;
    }

    private void Write(Exchange exchange)
    {
        if (exchange.Note is { } why && !options.Value.RequestLog)
            _log.RequestUnserved(exchange.Label, "GET", exchange.Resource, exchange.Context.Response.StatusCode, why);
        if (_logsRequests)
            requestLog.Write(exchange.ToRecord(time, exchange.Began));
    }

    private sealed class Request(LifecycleRequests owner, Exchange exchange, byte[] frame) : ILifecycleRequest
    {
        public byte[] Frame => frame;

        public int Answered(WorkerAnswer answer) => owner.Note(exchange, answer);

        public void Failed(string why)
        {
            exchange.Context.Response.StatusCode = 500;
            exchange.Note = why;
            owner.Write(exchange);
        }
    }
}
