using System.Globalization;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Static;

/// <summary>Answers requests for static files. Every method counts as GET except HEAD, as on App Engine.</summary>
internal sealed class StaticResponder(StaticFileCache files, TimeProvider time)
{
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
        // Opened below the tree as before: its descriptor, not its name, is what is sent.
        using var handle = StaticTree.Open(version.Deployment.StaticTree, path) ?? throw new FileNotFoundException("A static file is gone.", path);
        context.Response.ContentLength = file.Length;
        await context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()
            .SendFileAsync($"/proc/self/fd/{handle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture)}", 0, file.Length, context.RequestAborted);
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
