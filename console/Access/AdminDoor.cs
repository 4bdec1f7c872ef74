using Actors.Console.Traffic;
using Actors.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Actors.Console.Access;

/// <summary>The first step of every request: asks <see cref="AdminRules"/>, and turns what goes wrong further on into problems.</summary>
internal sealed class AdminDoor
{
    private readonly RequestDelegate _next;
    private readonly AdminRules _rules;
    private readonly AdminLog _log;

    public AdminDoor(RequestDelegate next, IOptions<AdminOptions> options, ILogger<AdminDoor> logger)
    {
        _next = next;
        _rules = new AdminRules(options.Value.IsLoopback, AdminToken.Read(options.Value, out _));
        _log = new AdminLog(logger);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var call = CallOf(request);
        if (_rules.Decide(call) is { } refusal)
        {
            if (refusal.Status == StatusCodes.Status401Unauthorized)
                context.Response.Headers.WWWAuthenticate = "Bearer";
            await AdminProblem.WriteAsync(context, refusal.Status, refusal.Sentence);
        }
        else
        {
            await PassAsync(context);
        }

        if (call.ChangesSomething)
            _log.Asked(request.Method, request.Path.ToUriComponent(), context.Response.StatusCode, context.Connection.RemoteIpAddress?.ToString() ?? "");
    }

    private static AdminCall CallOf(HttpRequest request) => new(
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method),
        request.Path == AdminApi.HealthPath,
        request.Host.Value ?? "",
        request.Host.Host,
        Text(request.Headers.Origin),
        Text(request.Headers["Sec-Fetch-Site"]),
        Text(request.Headers.Authorization));

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : header.ToString();

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            await _next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400)
                await AdminProblem.WriteAsync(context, context.Response.StatusCode, Sentence(context));
        }
        catch (AdminProblemException problem)
        {
            await AdminProblem.WriteAsync(context, problem.Status, problem.Message);
        }
        catch (TrafficConflictException changed)
        {
            context.Response.Headers.ETag = EntityTag.Write(changed.Current.ETag);
            await AdminProblem.WriteAsync(context, StatusCodes.Status412PreconditionFailed, changed.Message);
        }
        catch (TrafficRefusedException refused)
        {
            await AdminProblem.WriteAsync(context, StatusOf(refused.Reason), refused.Message);
        }
        catch (BadHttpRequestException wrong)
        {
            await AdminProblem.WriteAsync(context, wrong.StatusCode, wrong.InnerException is System.Text.Json.JsonException json ? $"The body is not what is wanted here: {json.Message}" : wrong.Message);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException && !context.Response.HasStarted)
        {
            _log.Failed(failure, context.Request.Method, context.Request.Path.ToUriComponent());
            await AdminProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"The silo could not answer: {failure.Message}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !context.Response.HasStarted)
        {
            _log.Failed(failure, context.Request.Method, context.Request.Path.ToUriComponent());
            await AdminProblem.WriteAsync(context, StatusCodes.Status500InternalServerError, "This is a mistake of the silo; its log tells more.");
        }
    }

    private static int StatusOf(TrafficRefusal reason) => reason switch
    {
        TrafficRefusal.NoService or TrafficRefusal.NoVersion => StatusCodes.Status404NotFound,
        TrafficRefusal.BadRequest => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };

    private static string Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path.ToUriComponent()}; {AdminApi.DocumentPath} lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not for {context.Request.Path.ToUriComponent()}; allowed is {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON, with Content-Type: application/json.",
        StatusCodes.Status400BadRequest => "The request cannot be understood: a parameter or the body is not what is wanted here.",
        var status => $"The request was answered with status {status}.",
    };
}
