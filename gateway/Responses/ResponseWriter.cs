using System.Globalization;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Responses;

/// <summary>Shapes a worker's answer, or a page of the platform, into the client's response.</summary>
internal static class ResponseWriter
{
    /// <summary>Most bytes an app may answer with: 32 MiB.</summary>
    public const int MaxBody = 33_554_432;

    private const string Html = "text/html; charset=utf-8";

    /// <summary>Sends an app's answer.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    public static ValueTask<long> SendAsync(HttpContext context, ResponseFrame answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        var headers = response.Headers;
        string? saidLength = null;
        var hasType = false;
        for (var i = 0; i < answer.Headers.Count; i++)
        {
            var (name, value) = answer.Headers[i];
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                saidLength = value;
            }
            else if (ResponseHeaderRules.Passes(name, value))
            {
                hasType |= name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
                headers.Append(name, value);
            }
        }

        if (ResponseHeaderRules.IsWithoutBody(answer.Status))
            return SendNothing(context);
        if (!hasType)
            headers.ContentType = "text/html";
        if (!HttpMethods.IsHead(context.Request.Method))
            return SendBodyAsync(response, answer.Body);

        // An app that answers HEAD without a body still knows best how long it would have been.
        response.ContentLength = answer.Body.IsEmpty && long.TryParse(saidLength, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : answer.Body.Length;
        return default;
    }

    /// <summary>Sends a page of the platform; nothing that was set before stays.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    public static ValueTask<long> SendPageAsync(HttpContext context, int status, byte[] page)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = status;
        response.Headers.ContentType = Html;
        response.Headers.CacheControl = "no-cache";
        if (!HttpMethods.IsHead(context.Request.Method))
            return SendBodyAsync(response, page);
        response.ContentLength = page.Length;
        return default;
    }

    /// <summary>Sends a status and headers alone.</summary>
    public static ValueTask<long> SendNothing(HttpContext context)
    {
        // A type without content would only confuse; a 304 keeps what it says of the stored one.
        if (context.Response.StatusCode != StatusCodes.Status304NotModified)
            context.Response.Headers.ContentType = StringValues.Empty;
        return default;
    }

    /// <summary>Sends a body whose length is known: headers and bytes leave together.</summary>
    public static ValueTask<long> SendBodyAsync(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        response.ContentLength = body.Length;
        if (body.IsEmpty)
            return default;
        var writing = response.BodyWriter.WriteAsync(body);
        return writing.IsCompletedSuccessfully ? new ValueTask<long>(Done(writing, body.Length)) : SlowAsync(writing, body.Length);
    }

    private static long Done(ValueTask<System.IO.Pipelines.FlushResult> writing, int length)
    {
        _ = writing.GetAwaiter().GetResult();
        return length;
    }

    private static async ValueTask<long> SlowAsync(ValueTask<System.IO.Pipelines.FlushResult> writing, int length)
    {
        await writing;
        return length;
    }
}
