using System.Globalization;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Static;

/// <summary>Answers requests for static files. Every method counts as GET except HEAD, as on App Engine.</summary>
internal sealed class StaticResponder(StaticFileCache files, TimeProvider time)
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Sends the file.</summary>
    /// <returns>Bytes of the body that were sent, or null when there is no such file and nothing was sent.</returns>
    public ValueTask<long?> TrySendAsync(HttpContext context, VersionRoute version, StaticAttributes attributes, string path)
    {
        var finding = files.FindAsync(version.Deployment.StaticTree, path, version.IsDevelopment, CancellationToken.None);
        return finding.IsCompletedSuccessfully ? SendAsync(context, version, attributes, path, finding.Result) : FoundLaterAsync(finding);

        async ValueTask<long?> FoundLaterAsync(ValueTask<StaticFile?> later) => await SendAsync(context, version, attributes, path, await later);
    }

    private async ValueTask<long?> SendAsync(HttpContext context, VersionRoute version, StaticAttributes attributes, string path, StaticFile? file)
    {
        if (file is null)
            return null;
        var response = context.Response;
        WriteHeaders(response.Headers, attributes, path, file);
        if (Matches(context.Request.Headers.IfNoneMatch, response.Headers.ETag.ToString()))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return await ResponseWriter.SendNothing(context);
        }

        response.StatusCode = StatusCodes.Status200OK;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentLength = file.Length;
            return 0;
        }

        return file.Content is { } content ? await ResponseWriter.SendBodyAsync(response, content) : await SendLargeAsync(context, version, path, file);
    }

    private static async ValueTask<long> SendLargeAsync(HttpContext context, VersionRoute version, string path, StaticFile file)
    {
        // Opened as before, so that a link planted meanwhile leads nowhere; what is not as long as it was ends the connection.
        using var handle = StaticTree.Open(version.Deployment.StaticTree, path, version.IsDevelopment) ?? throw new FileNotFoundException("A static file is gone.", path);
        context.Response.ContentLength = file.Length;
        var writer = context.Response.BodyWriter;
        for (long sent = 0; sent < file.Length;)
        {
            var room = writer.GetMemory(PieceSize);
            var count = await RandomAccess.ReadAsync(handle, room[..(int)Math.Min(room.Length, file.Length - sent)], sent, context.RequestAborted);
            if (count == 0)
                throw new IOException("A static file became shorter while it was sent.");
            writer.Advance(count);
            sent += count;
            if ((await writer.FlushAsync(context.RequestAborted)).IsCompleted)
                break;
        }

        return file.Length;
    }

    private void WriteHeaders(IHeaderDictionary headers, StaticAttributes attributes, string path, StaticFile file)
    {
        headers.ContentType = attributes.MimeType ?? ContentTypes.Of(path);
        headers.ETag = file.ETag;
        headers.CacheControl = attributes.CacheControl;
        headers.Expires = (time.GetUtcNow() + attributes.Expiration).ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in attributes.Headers)
            headers[name] = value;
    }

    /// <summary>RFC 9110: a list of tags, compared weakly, or a star.</summary>
    private static bool Matches(StringValues ifNoneMatch, string etag)
    {
        foreach (var line in ifNoneMatch)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var tag = line.AsSpan()[part].Trim();
                if (tag is "*" || (tag.StartsWith("W/") ? tag[2..] : tag).SequenceEqual(etag))
                    return true;
            }
        }

        return false;
    }
}
