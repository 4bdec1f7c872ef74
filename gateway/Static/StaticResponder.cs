using System.Globalization;
using Actors.Gateway.Compression;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Actors.Runtimes.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Actors.Gateway.Static;

/// <summary>
/// Answers requests for static files. Every method counts as GET except HEAD, as on App Engine. The order is RFC 9110's (13.2.2):
/// <code>
///   find the file      none: 404 (412 with If-Match), or the next handler's; not readable: 403
///   choose the bytes   gzip variant when the client takes it and asks for no range; else the file's own
///   If-Match           names neither's tag: 412
///   If-None-Match      names one of them: 304
///   Range, If-Range    206, 416, or 200 with everything
/// </code>
/// No Last-Modified is sent, as on App Engine, so conditions about dates have nothing to compare with and are ignored, as the RFC demands.
/// </summary>
internal sealed class StaticResponder(StaticFileCache files, OpenFiles openFiles, TimeProvider time)
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Sends the file.</summary>
    /// <returns>Bytes of the body that were sent, or null when there is no such file and nothing was sent.</returns>
    public ValueTask<long?> TrySendAsync(HttpContext context, VersionRoute version, StaticAttributes attributes, string path)
    {
        var request = new StaticRequest(context, version.StaticRoot, attributes, path);
        var finding = files.FindAsync(version.StaticRoot, path, CancellationToken.None);
        return finding.IsCompletedSuccessfully ? AnswerAsync(request, finding.Result) : FoundLaterAsync(request, finding);
    }

    private async ValueTask<long?> FoundLaterAsync(StaticRequest request, ValueTask<StaticFile?> finding)
    {
        StaticFile? file;
        try
        {
            file = await finding;
        }
        catch (UnauthorizedAccessException)
        {
            return await RefuseAsync(request.Context, StatusCodes.Status403Forbidden, "Forbidden", "This file may not be read.");
        }
        catch (IOException failure)
        {
            // Left as it is, it would look like a client that went away.
            throw new InvalidOperationException($"{request.Path} could not be read.", failure);
        }

        return await AnswerAsync(request, file);
    }

    private ValueTask<long?> AnswerAsync(StaticRequest request, StaticFile? file)
    {
        var asked = request.Context.Request.Headers;
        if (file is null)
            return request.Attributes.RequireMatchingFile || asked.IfMatch.Count == 0 ? default : new(Fail(request.Context));
        if (!request.Attributes.Compresses(file) || asked.Range.Count > 0 || !AcceptedEncoding.TakesGzip(asked.AcceptEncoding))
            return SendAsync(request, file, variant: null);
        return file.Variant is { } variant ? SendAsync(request, file, variant) : CompressedLaterAsync(request, file);
    }

    private async ValueTask<long?> CompressedLaterAsync(StaticRequest request, StaticFile file)
    {
        file = await files.CompressAsync(request.Root, request.Path, file);
        return await SendAsync(request, file, file.Variant);
    }

    private ValueTask<long?> SendAsync(StaticRequest request, StaticFile file, GzipVariant? variant)
    {
        var context = request.Context;
        var attributes = request.Attributes;
        var asked = context.Request.Headers;
        var ownTag = attributes.ETag ?? file.ETag;
        var tag = variant is null ? ownTag : attributes.VariantETag ?? variant.ETag;
        if (asked.IfMatch is { Count: > 0 } match && !EntityTags.IsAny(match) && !EntityTags.Contain(match, tag, strongly: true) && !EntityTags.Contain(match, ownTag, strongly: true))
            return new(Fail(context));

        // The file's own tag answers for its variant too: whoever keeps those bytes can go on using them.
        if (asked.IfNoneMatch is { Count: > 0 } noneMatch)
        {
            if (EntityTags.IsAny(noneMatch) || EntityTags.Contain(noneMatch, tag, strongly: false))
                return NotModifiedAsync(context, attributes, file, tag);
            if (variant is not null && EntityTags.Contain(noneMatch, ownTag, strongly: false))
                return NotModifiedAsync(context, attributes, file, ownTag);
        }

        var range = new ByteRange(0, variant?.Content.Length ?? file.Length);
        var status = StatusCodes.Status200OK;
        if (asked.Range is { Count: > 0 } wanted && !HttpMethods.IsHead(context.Request.Method) && (asked.IfRange.Count == 0 || EntityTags.Contain(asked.IfRange, ownTag, strongly: true)))
        {
            switch (ByteRange.Read(wanted, file.Length, out range))
            {
                case RangeAnswer.Part:
                    status = StatusCodes.Status206PartialContent;
                    break;
                case RangeAnswer.Unsatisfiable:
                    return UnsatisfiableAsync(context, file, ownTag);
            }
        }

        return SendContentAsync(request, file, variant, tag, status, range);
    }

    private ValueTask<long?> SendContentAsync(StaticRequest request, StaticFile file, GzipVariant? variant, string tag, int status, ByteRange range)
    {
        var response = request.Context.Response;
        var headers = response.Headers;
        response.StatusCode = status;
        SetHeaders(headers, request.Attributes, file, tag);
        headers.ContentType = request.Attributes.ContentType ?? file.ContentType;
        if (variant is not null)
            headers.ContentEncoding = "gzip";
        else
            headers.AcceptRanges = "bytes";
        if (status == StatusCodes.Status206PartialContent)
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.Start}-{range.Start + range.Length - 1}/{file.Length}");
        if (HttpMethods.IsHead(request.Context.Request.Method))
        {
            response.ContentLength = range.Length;
            return new(0);
        }

        if (variant is null && file.Content is null)
            return SendLargeAsync(request, file, range);
        var sending = ResponseWriter.SendBodyAsync(response, variant?.Content ?? file.Content.AsMemory((int)range.Start, (int)range.Length));
        return sending.IsCompletedSuccessfully ? new(sending.Result) : SentLaterAsync(sending);
    }

    private static async ValueTask<long?> SentLaterAsync(ValueTask<long> sending) => await sending;

    /// <summary>From the disk straight into the connection's memory. (Kestrel has no sendfile, and it would open the file by its name, which could be a link by now.)</summary>
    private async ValueTask<long?> SendLargeAsync(StaticRequest request, StaticFile file, ByteRange range)
    {
        var context = request.Context;
        if (!openFiles.HasRoomForOneMore)
            return await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable", "The server has too many files open. Try again in a moment.");
        using var handle = files.Open(request.Root, request.Path, file);
        if (handle is null)
        {
            // Changed since it was looked at: begin again with what is there now.
            context.Response.Clear();
            return await FoundLaterAsync(request, files.FindAsync(request.Root, request.Path, context.RequestAborted));
        }

        context.Response.ContentLength = range.Length;
        var writer = context.Response.BodyWriter;
        for (long sent = 0; sent < range.Length;)
        {
            var room = writer.GetMemory(PieceSize);
            var count = await RandomAccess.ReadAsync(handle, room[..(int)Math.Min(room.Length, range.Length - sent)], range.Start + sent, context.RequestAborted);
            if (count == 0)
                throw new InvalidOperationException($"{request.Path} became shorter while it was sent.");
            writer.Advance(count);
            sent += count;
            if ((await writer.FlushAsync(context.RequestAborted)).IsCompleted)
                break;
        }

        return range.Length;
    }

    private ValueTask<long?> NotModifiedAsync(HttpContext context, StaticAttributes attributes, StaticFile file, string tag)
    {
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        SetHeaders(context.Response.Headers, attributes, file, tag);
        return new(0);
    }

    private static ValueTask<long?> UnsatisfiableAsync(HttpContext context, StaticFile file, string tag)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
        response.Headers.ETag = tag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{file.Length}");
        response.ContentLength = 0;
        return new(0);
    }

    private static long Fail(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
        context.Response.ContentLength = 0;
        return 0;
    }

    private static ValueTask<long> RefuseAsync(HttpContext context, int status, string title, string text) =>
        ResponseWriter.SendPageAsync(context, status, ErrorPages.Plain(status, title, text));

    /// <summary>What 200, 206 and 304 have alike.</summary>
    private void SetHeaders(IHeaderDictionary headers, StaticAttributes attributes, StaticFile file, string tag)
    {
        headers.ETag = tag;
        headers.CacheControl = attributes.CacheControl;
        headers.Expires = attributes.Expires(time.GetUtcNow());
        if (attributes.Vary is { } vary)
            headers.Vary = vary;
        else if (attributes.Compresses(file))
            headers.Vary = HeaderNames.AcceptEncoding;
        foreach (var (name, value) in attributes.Others)
            headers[name] = value;
    }

    private readonly record struct StaticRequest(HttpContext Context, StaticRoot Root, StaticAttributes Attributes, string Path);
}
