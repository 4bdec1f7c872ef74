using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Responses;

/// <summary>Sends pages of the platform, and bodies.</summary>
internal static class ResponseWriter
{
    /// <summary>Most bytes an app may answer with: 32 MiB.</summary>
    public const int MaxBody = 33_554_432;

    private const int OnePieceFrom = 6 * 1024;
    private const int OnePieceTo = 128 * 1024;
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Sends a page of the platform; nothing that was set before stays.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    public static ValueTask<long> SendPageAsync(HttpContext context, int status, byte[] page, string contentType = Html)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers.CacheControl = "no-cache";
        if (!HttpMethods.IsHead(context.Request.Method))
            return SendBodyAsync(response, page);
        response.ContentLength = page.Length;
        return default;
    }

    /// <summary>Sends a status without a page; nothing that was set before stays.</summary>
    public static ValueTask<long> SendEmptyAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        return SendBodyAsync(context.Response, default);
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
        if (body.Length is >= OnePieceFrom and <= OnePieceTo)
            return OnePieceAsync(response, body);
        var writing = response.BodyWriter.WriteAsync(body);
        return writing.IsCompletedSuccessfully ? new ValueTask<long>(Done(writing, body.Length)) : SlowAsync(writing, body.Length);
    }

    /// <summary>Kept together in the connection's memory, which would else be cut into pieces of 4 KB that the kernel is told one by one.</summary>
    private static async ValueTask<long> OnePieceAsync(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        await response.StartAsync();
        var writer = response.BodyWriter;
        body.CopyTo(writer.GetMemory(body.Length));
        writer.Advance(body.Length);
        await writer.FlushAsync();
        return body.Length;
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
