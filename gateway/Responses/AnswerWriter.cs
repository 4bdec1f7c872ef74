using System.Globalization;
using Actors.Gateway.Compression;
using Actors.Gateway.Requests;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Responses;

/// <summary>
/// Shapes a worker's answer into the client's response, in this order:
/// <code>
/// 1  the app's headers, those that pass      ResponseHeaderRules
/// 2  too many of them: 502                   python3
/// 3  a status without a body: done
/// 4  no type: text/html
/// 5  who may keep it; a new client's bucket  CacheRules, ClientBucket
/// 6  the trace                               python3
/// 7  what it cost                            for administrators
/// 8  gzip                                    Compression/
/// 9  length and body
/// </code>
/// </summary>
internal sealed class AnswerWriter(TimeProvider time)
{
    /// <summary>Most bytes of a python3 app's headers, all names and values with what stands between and after them: 8 KiB. More is answered 502.</summary>
    public const int MaxHeaders = 8 * 1024;

    /// <summary>Larger bodies are compressed by a thread of the pool: this one may be a connection's.</summary>
    private const int InlineCompression = 64 * 1024;

    /// <summary>Sends what the worker said: the app's answer, or a page that it has none.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    public ValueTask<long> SendAsync(Exchange exchange, VersionRoute version, ResponseFrame answer)
    {
        var context = exchange.Context;
        switch (answer.Error)
        {
            case ResponseError.None when answer.Status is < 200 or > 599:
                exchange.Note = $"The app answered with status {answer.Status}; allowed are 200 to 599.";
                return FailureWriter.SendServerErrorAsync(context, version);
            case ResponseError.None when answer.Body.Length > ResponseWriter.MaxBody:
                exchange.Note = $"The app answered with {answer.Body.Length} bytes; allowed are {ResponseWriter.MaxBody}.";
                return ResponseWriter.SendEmptyAsync(context, StatusCodes.Status500InternalServerError);
            case ResponseError.None:
                return SendAppAsync(exchange, version, answer);
            case ResponseError.HandlerNotFound:
                return ResponseWriter.SendPageAsync(context, StatusCodes.Status404NotFound, ErrorPages.Plain(StatusCodes.Status404NotFound, "Not Found", "There is nothing under this address."));
            case ResponseError.Overdue when !version.IsDevelopment || version.ErrorPages.For(PlatformFailure.Timeout) is not null:
                return FailureWriter.SendOverdueAsync(context, version);
            case var error when version.IsDevelopment:
                var title = error switch
                {
                    ResponseError.LoadFailure => "The app could not be loaded",
                    ResponseError.ResponseTooLarge => "The app's response is too large",
                    ResponseError.Overdue => "The app did not answer in time",
                    _ => "The app failed",
                };
                return ResponseWriter.SendPageAsync(
                    context,
                    StatusCodes.Status500InternalServerError,
                    ErrorPages.Failure(title, ["This page is shown because the app is served from a directory for development."], System.Text.Encoding.UTF8.GetString(answer.Body.Span)));
            case ResponseError.ResponseTooLarge:
                return ResponseWriter.SendEmptyAsync(context, StatusCodes.Status500InternalServerError);
            default:
                return FailureWriter.SendServerErrorAsync(context, version);
        }
    }

    private ValueTask<long> SendAppAsync(Exchange exchange, VersionRoute version, ResponseFrame answer)
    {
        // 1
        var context = exchange.Context;
        var response = context.Response;
        response.StatusCode = answer.Status;
        var headers = response.Headers;
        var seen = AppHeaders.CopyTo(headers, answer.Headers);

        // 2
        if (seen.Size > MaxHeaders && version.Generation == PythonGeneration.Python3)
        {
            exchange.Note = $"The app's response has {seen.Size} bytes of headers; allowed are {MaxHeaders}.";
            return FailureWriter.SendAsync(context, version, PlatformFailure.Other, StatusCodes.Status502BadGateway, "Bad Gateway", "The server could not answer this request.");
        }

        // 3
        if (ResponseHeaderRules.IsWithoutBody(answer.Status))
            return ResponseWriter.SendNothing(context);

        // 4
        if (!seen.HasType)
            headers.ContentType = "text/html";

        // 5
        if (!seen.HasCacheControl)
            CacheRules.MakePrivateUnlessSaid(headers);
        var givesBucket = exchange.GivesBucket && !ClientBucket.IsSet(headers.SetCookie);
        if (givesBucket)
            headers.Append("Set-Cookie", ClientBucket.SetCookie(exchange.Bucket));
        if (seen.HasCookie || givesBucket)
            CacheRules.ProtectCookie(headers, time.GetUtcNow());

        // 6
        if (version.Generation == PythonGeneration.Python3)
            headers[TraceContext.Header] = exchange.Trace;

        // 7
        if (exchange.User is { IsAdmin: true })
        {
            headers["X-AppEngine-Estimated-CPM-US-Dollars"] = RequestCost.PerThousand(answer.CpuMicroseconds, answer.Body.Length);
            headers["X-AppEngine-Resource-Usage"] = RequestCost.Usage(time.GetElapsedTime(exchange.Began), answer.CpuMicroseconds);
            CacheRules.Forbid(headers);
        }

        // An app that answers HEAD without a body still knows best how long it would have been.
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentLength = answer.Body.IsEmpty && long.TryParse(seen.SaidLength, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : answer.Body.Length;
            return default;
        }

        // 8
        if (answer.Body.Length >= Gzip.MinLength && seen.HasType && !seen.IsPart && answer.Status != StatusCodes.Status206PartialContent && IsCompressible(context, seen))
            return SendCompressedAsync(response, answer.Body);

        // 9
        return ResponseWriter.SendBodyAsync(response, answer.Body);
    }

    private static bool IsCompressible(HttpContext context, in AppHeaders seen) =>
        TextTypes.Contain(context.Response.Headers.ContentType.ToString())
        && AcceptedEncoding.TakesGzip(context.Request.Headers.AcceptEncoding)
        && !(seen.HasCacheControl && CacheControl.Has(context.Response.Headers.CacheControl, "no-transform"));

    private static ValueTask<long> SendCompressedAsync(HttpResponse response, ReadOnlyMemory<byte> body) => body.Length <= InlineCompression
        ? SendEncodedAsync(response, body, Gzip.TryCompress(body, Gzip.Once))
        : CompressElsewhereAsync(response, body);

    private static async ValueTask<long> CompressElsewhereAsync(HttpResponse response, ReadOnlyMemory<byte> body) =>
        await SendEncodedAsync(response, body, await Task.Run(() => Gzip.TryCompress(body, Gzip.Once)));

    private static ValueTask<long> SendEncodedAsync(HttpResponse response, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte>? compressed)
    {
        if (compressed is null)
            return ResponseWriter.SendBodyAsync(response, body);
        response.Headers.ContentEncoding = "gzip";
        CacheRules.VaryByEncoding(response.Headers);
        return ResponseWriter.SendBodyAsync(response, compressed.Value);
    }
}
