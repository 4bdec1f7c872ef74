using Actors.Gateway.Hosts;
using Actors.Gateway.Requests;
using Actors.Gateway.Server;
using Actors.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway.Platform;

/// <summary>Makes requests in the platform's name. They go the way of all requests, from the routes to the log; only no socket stands before them.</summary>
public sealed class PlatformRequests
{
    private readonly Gateway _gateway;
    private readonly ServedPorts _ports;
    private readonly RequestIds _ids;
    private readonly string _domain;

    internal PlatformRequests(Gateway gateway, ServedPorts ports, RequestIds ids, HostNames names) => (_gateway, _ports, _ids, _domain) = (gateway, ports, ids, names.BaseDomain);

    /// <summary>The host name of a part of an app. What does not exist is answered by the default service.</summary>
    /// <param name="app">Application id.</param>
    /// <param name="target">Null for the default service; a service, a version of the default service, or <c>service:version</c>.</param>
    public string HostOf(string app, string? target)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (target is null)
            return $"{app}.{_domain}";
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? $"{target}.{app}.{_domain}" : $"{target[(colon + 1)..]}.{target[..colon]}.{app}.{_domain}";
    }

    /// <summary>Sends a GET and waits for the answer, whose body is dropped. Its deadline is that of tasks.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="patience">Ends the wait for an instance. An app that has been reached works on to its end, and its answer is waited for.</param>
    /// <param name="cancellationToken">Ends every wait.</param>
    /// <returns>The answer; null when patience ended before an app was reached.</returns>
    public async Task<PlatformAnswer?> GetAsync(PlatformRequest request, CancellationToken patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = ContextOf(request, _ports.Http);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience, cancellationToken);
        context.RequestAborted = either.Token;

        await _gateway.HandleAsync(context, RequestKind.Task, request).WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return request.IsAbandoned ? null : new PlatformAnswer(context.Response.StatusCode, request.Id.Number == 0 ? null : LogId(request.Id), request.Note);
    }

    /// <summary>A request as if it had come in.</summary>
    internal static DefaultHttpContext ContextOf(PlatformRequest request, int? port)
    {
        var context = new DefaultHttpContext();
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var feature = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        feature.RawTarget = request.Target;
        feature.Protocol = HttpProtocol.Http11;
        feature.Scheme = "http";
        feature.Method = HttpMethods.Get;
        feature.Path = Uri.UnescapeDataString(query < 0 ? request.Target : request.Target[..query]);
        feature.QueryString = query < 0 ? "" : request.Target[query..];
        context.Request.Headers.Host = port is > 0 and not 80 ? $"{request.Host}:{port}" : request.Host;
        context.Request.Headers.UserAgent = request.UserAgent;
        context.Connection.RemoteIpAddress = request.Source;
        return context;
    }

    private string LogId(RequestId id) => string.Create(RequestIds.LogIdLength, (_ids, id), static (text, state) => state._ids.WriteLogId(state.id, text));
}
