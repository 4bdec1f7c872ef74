using Actors.Gateway.Access;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Logging;
using Actors.Gateway.Platform;
using Actors.Gateway.Requests;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Gateway.SignIn;
using Actors.Gateway.Sources;
using Actors.Gateway.Static;
using Actors.Grains;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway;

/// <summary>
/// The path of every request, whole:
/// <code>
/// client
///   |  1  where to?    who says so; target -> path and query; Host -> version  ForwardedRequest, RoutingTable, a snapshot; ClientBuckets
///   |  2  as of now?   a directory being edited: its newest state        ISourceFreshness, never for deployed versions
///   |  3  by whom?     cookie -> user; path -> handler, over the scheme   SignedInUsers, VersionRoute, compiled from app.yaml
///   |                  it wants, for those it serves
///   |      4  a file:  from memory or disk                               StaticResponder, ends here
///   |  5  what?        body to the end, environ, encoded once            RequestBody, RequestEncoder
///   |  6  run          an instance, and its answer                       IDispatcher
///   |  7  answer       headers out, cache rules, gzip, body              AnswerWriter
///   |  8  note         one line                                          IRequestLog
/// client
/// </code>
/// Nothing here waits on a lock, and no step looks at more than it needs: what can be worked out per version is in <see cref="VersionRoute"/>.
/// </summary>
internal sealed class Gateway(
    CurrentRoutes routes,
    IDispatcher dispatcher,
    ISourceFreshness sources,
    StaticResponder statics,
    RequestEncoder encoder,
    AnswerWriter answers,
    TrustedProxies proxies,
    ClientBuckets buckets,
    SignInPages signIn,
    ServedPorts ports,
    BodyMemory bodies,
    IRequestLog requestLog,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<Gateway> logger)
{
    private readonly GatewayLog _log = new(logger);
    private readonly SignedInUsers _users = signIn.Users;
    private readonly int _maxBody = options.Value.MaxRequestBody;
    private readonly bool _showRequests = options.Value.RequestLog;
    private readonly bool _logRequests = options.Value.RequestLog || options.Value.RequestLogDirectory.Length > 0;

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="kind">What the platform itself sends (tasks, schedules, warm-up) says so here: it passes <c>login: admin</c>, and nothing that a client sends can claim it.</param>
    /// <param name="platform">What the platform says of its own request, and where it learns the request's id.</param>
    public async Task HandleAsync(HttpContext context, RequestKind kind = RequestKind.User, PlatformRequest? platform = null)
    {
        var began = time.GetTimestamp();
        var exchange = new Exchange(context) { Began = began, Kind = kind, Platform = platform };
        try
        {
            await AnswerAsync(exchange);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or BadHttpRequestException && context.RequestAborted.IsCancellationRequested)
        {
            exchange.IsAbandoned = true;
            _log.ClientWentAway(exchange.Label, context.Request.Method, exchange.Resource);
        }
        catch (BadHttpRequestException refused)
        {
            // The server found fault with the body: too slow, too large, not as announced.
            exchange.Bytes = await RefuseAsync(context, refused.StatusCode, "Bad Request", "The request's body could not be read.");
        }
        catch (Exception failure)
        {
            _log.RequestFailed(exchange.Label, context.Request.Method, exchange.Resource, failure);
            exchange.Bytes = await RefuseAsync(context, StatusCodes.Status500InternalServerError, "Server Error", "The server could not answer this request.");
        }

        // 8
        bodies.LetGo(exchange);
        if (platform is not null)
            platform.Learn(exchange);
        if (exchange.Note is { } why && !_showRequests)
            _log.RequestUnserved(exchange.Label, context.Request.Method, exchange.Resource, context.Response.StatusCode, why);
        if (exchange.Meter is { } meter && !exchange.IsAbandoned)
            meter.Count(context.Response.StatusCode, exchange.AppLatency, exchange.IsLoadingRequest);
        if (_logRequests)
            requestLog.Write(exchange.ToRecord(time, began));
    }

    private async ValueTask AnswerAsync(Exchange exchange)
    {
        // 1
        var context = exchange.Context;
        ForwardedRequest.Restore(context, proxies);
        if (RequestTarget.Parse(exchange.Resource, context.Request.Path.Value ?? "") is not { } target)
        {
            exchange.Bytes = await RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad Request", "The request names no path.");
            return;
        }

        if (context.Request.ContentLength > 0 && RequestLimits.ForbidsBody(context.Request.Method))
        {
            exchange.Bytes = await RefuseBodyAsync(context);
            return;
        }

        var table = routes.Current;
        var route = table.Find(context.Request.Headers.Host.ToString(), target.Path);
        if (route.Version is not { } version)
        {
            exchange.Bytes = await RefuseAsync(context, StatusCodes.Status404NotFound, "Not Found", route.IsStopped ? "This version is stopped." : "No app is served under this name.");
            return;
        }

        if (route.Split is { } split)
            version = buckets.VersionFor(exchange, split);
        if (route.Dos is { } dos && context.Connection.RemoteIpAddress is { } client && dos.Blocks(client))
        {
            exchange.Version = version;
            exchange.Bytes = await FailureWriter.SendAsync(context, version, PlatformFailure.Blocked, StatusCodes.Status403Forbidden, "Forbidden", "Requests from your address are not served.");
            return;
        }

        if (NormalPath.Of(target.Path) is { } normal)
        {
            exchange.Bytes = Redirect(context, StatusCodes.Status302Found, OwnAddress.Of(context.Request, normal, target.Query));
            return;
        }

        // 2
        if (version.IsDevelopment)
        {
            version = await sources.CurrentAsync(version, context.RequestAborted);

            // What was deployed just now may send this request elsewhere.
            if (version.Errors.IsEmpty && !ReferenceEquals(table, routes.Current) && routes.Current.Find(context.Request.Headers.Host.ToString(), target.Path) is { Version: { } newer } now)
                (version, route) = (now.Split is { } splitNow ? buckets.VersionFor(exchange, splitNow) : newer, now);
        }

        exchange.Version = version;
        if (!version.Errors.IsEmpty)
        {
            exchange.Note = string.Join('\n', version.Errors);
            exchange.Bytes = version.IsDevelopment
                ? await ResponseWriter.SendPageAsync(context, StatusCodes.Status500InternalServerError, ErrorPages.Configuration(version.Errors))
                : await RefuseAsync(context, StatusCodes.Status500InternalServerError, "Server Error", "The server could not answer this request.");
            return;
        }

        // 3
        if (LifecyclePaths.AreThePlatforms(target.Path))
        {
            exchange.Bytes = await RefuseAsync(context, StatusCodes.Status404NotFound, "Not Found", "There is nothing under this address.");
            return;
        }

        if (exchange.Kind == RequestKind.User)
        {
            if (SignInPages.IsAt(target.Path))
            {
                exchange.Bytes = await signIn.AnswerAsync(exchange, target, version.Deployment.App);
                return;
            }

            exchange.User = _users.Take(context.Request, version.Deployment.App);
            if (route.Instance is not null && version.LoginOfInstance is { } needed && needed.Judge(exchange.User, exchange.Kind) is not LoginVerdict.Served and var refused)
            {
                exchange.Bytes = await RefuseUserAsync(exchange, target, refused);
                return;
            }
        }

        for (var handler = version.Match(target.Path, 0, out var matched); handler >= 0; handler = version.Match(target.Path, handler + 1, out matched))
        {
            exchange.Target = matched;
            if (exchange.Kind == RequestKind.User && version.SecureOf(handler) is { } secure && secure.LocationFor(context.Request, target, ports, !version.IsDevelopment || !proxies.IsEmpty) is { } elsewhere)
            {
                exchange.Bytes = Redirect(context, secure.Status, elsewhere);
                return;
            }

            if (version.LoginOf(handler) is { } login && login.Judge(exchange.User, exchange.Kind) is not LoginVerdict.Served and var verdict)
            {
                exchange.Bytes = await RefuseUserAsync(exchange, target, verdict);
                return;
            }

            if (version.StaticOf(handler) is not { } attributes)
            {
                await RunAsync(exchange, target, version, route.Instance, matched);
                return;
            }

            // 4
            if (await statics.TrySendAsync(context, version, attributes, matched) is { } sent)
            {
                exchange.Bytes = sent;
                return;
            }

            if (!attributes.RequireMatchingFile)
                break;
        }

        exchange.Note = version.IsDevelopment ? "No handlers matched this URL." : null;
        exchange.Bytes = await RefuseAsync(context, StatusCodes.Status404NotFound, "Not Found", "There is nothing under this address.");
    }

    private async ValueTask RunAsync(Exchange exchange, RequestTarget target, VersionRoute version, string? instance, string script)
    {
        var context = exchange.Context;

        // 5
        byte[]? frame;
        if (RequestBody.IsPossible(context))
        {
            if (RequestLimits.HasTwoLengths(context.Request))
            {
                exchange.Bytes = await RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad Request", "The request says in two ways how long its body is: Content-Length and Transfer-Encoding.");
                return;
            }

            using var body = await RequestBody.ReadAsync(exchange, _maxBody, bodies);
            if (!body.Bytes.IsEmpty && RequestLimits.ForbidsBody(context.Request.Method))
            {
                exchange.Bytes = await RefuseBodyAsync(context);
                return;
            }

            if (body.Fault == BodyFault.TooLarge)
            {
                exchange.Bytes = await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "Request Too Large", $"A request may have up to {_maxBody} bytes.");
                return;
            }

            if (body.Fault == BodyFault.NoRoom)
            {
                exchange.Bytes = await RefuseForMemoryAsync(exchange, version);
                return;
            }

            frame = encoder.Encode(exchange, target, version, script, body.Bytes);
        }
        else
        {
            frame = encoder.Encode(exchange, target, version, script, default);
        }

        if (frame is null)
        {
            exchange.Bytes = await RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad Request", $"A header may have up to {RequestLimits.MaxHeaderField} bytes.");
            return;
        }

        // 6: a host that names an instance means that one alone, at once.
        exchange.Meter = exchange.Split?.MeterOf(version);
        var asked = exchange.Meter is null ? 0 : time.GetTimestamp();
        var result = instance is not null
            ? await dispatcher.DispatchToAsync(version.Deployment, instance, exchange.Kind, frame)
            : await dispatcher.DispatchAsync(version.Deployment, exchange.Kind, frame, context.RequestAborted);
        frame = null; // Its memory is not needed any more.
        (exchange.Instance, exchange.InstanceNumber, exchange.Pending, exchange.IsLoadingRequest) = (result.Instance, result.InstanceNumber, result.Pending, result.IsLoadingRequest);
        if (exchange.Meter is not null)
            exchange.AppLatency = time.GetElapsedTime(asked);
        if (result.Outcome != DispatchOutcome.Served)
        {
            exchange.Note = Sentences(result);
            exchange.Bytes = await FailureWriter.SendUnservedAsync(context, version, result);
            return;
        }

        // 7
        if (!bodies.TryHold(exchange, result.Frame!.Length))
        {
            exchange.Bytes = await RefuseForMemoryAsync(exchange, version);
            return;
        }

        ResponseFrame answer;
        try
        {
            answer = ResponseFrame.Read(result.Frame);
        }
        catch (FrameException broken)
        {
            _log.BadAnswer(version.Label, context.Request.Method, target.RawPath, broken.Message);
            exchange.Note = "The worker's answer breaks the protocol.";
            exchange.Bytes = await FailureWriter.SendServerErrorAsync(context, version);
            return;
        }

        exchange.AppLines = answer.Logs;
        exchange.CpuMicroseconds = answer.CpuMicroseconds;
        if (result.IsLoadingRequest)
            exchange.NoteLoading(time);
        if (result.AppNote is { } note)
            exchange.NoteInAppLog(time, note);
        exchange.Bytes = await answers.SendAsync(exchange, version, answer);
    }

    private static long Redirect(HttpContext context, int status, string location)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        context.Response.ContentLength = 0;
        return 0;
    }

    private static ValueTask<long> RefuseUserAsync(Exchange exchange, in RequestTarget target, LoginVerdict verdict)
    {
        var context = exchange.Context;
        if (verdict == LoginVerdict.SignInFirst)
            return new(Redirect(context, StatusCodes.Status302Found, SignInPages.AddressFor(context.Request, target)));
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", verdict == LoginVerdict.NoAdmin
            ? $"You are signed in as {exchange.User!.Email}, who is no administrator of this app. This page is for administrators."
            : "This page is for those who are signed in.");
    }

    private static ValueTask<long> RefuseBodyAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status400BadRequest, "Bad Request", $"A {context.Request.Method} request has no body.");

    private static ValueTask<long> RefuseForMemoryAsync(Exchange exchange, VersionRoute version)
    {
        exchange.Note = "The bodies of requests and responses under way leave no room for this one (Gateway:MaxBodyMemory).";
        return FailureWriter.SendAsync(
            exchange.Context, version, PlatformFailure.Other, StatusCodes.Status503ServiceUnavailable, "Service Unavailable", "The server is busy with large requests. Try again in a moment.");
    }

    private static ValueTask<long> RefuseAsync(HttpContext context, int status, string title, string text) =>
        context.Response.HasStarted ? default : ResponseWriter.SendPageAsync(context, status, ErrorPages.Plain(status, title, text));

    private static string Sentences(DispatchResult result) => $"{result.Summary} {result.Explanation} {result.Remedy}".Trim();
}
