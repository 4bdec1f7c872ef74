using System.IO.Compression;
using Actors.Services.UrlFetch.Contract;
using Google.Protobuf;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>
/// Fetches. One fetch:
/// <code>
/// 1. look at the request        INVALID_URL, PAYLOAD_TOO_LARGE, FETCH_ERROR for headers that are none
/// 2. send it                    over a connection that <see cref="FetchConnections"/> has or makes
/// 3. follow a redirect          back to 2 with a new URL, which is looked at like the first; TOO_MANY_REDIRECTS
/// 4. read the body              up to the limit, decompressed while it is read
/// </code>
/// The deadline is over all of it.
/// </summary>
internal sealed class Fetcher(UrlFetchOptions options, FetchConnections connections)
{
    private const int FirstStatusThatIsNone = 600;

    /// <summary>Fetches for an app.</summary>
    /// <exception cref="FetchException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The deadline is over, or the fetch was given up.</exception>
    public async Task<URLFetchResponse> FetchAsync(AppUsage app, URLFetchRequest request, CancellationToken cancellationToken)
    {
        // 1.
        var target = FetchTarget.Parse(request.Url);
        var method = MethodOf(request);
        if (request.Payload.Length > options.MaxRequestBody)
            throw new FetchException(ErrorCode.PayloadTooLarge, $"The request's body has {request.Payload.Length} bytes; at most {options.MaxRequestBody} are sent.");
        var hop = new Hop(target, method, request.Payload, FetchHeaders.Outgoing(request, method, app.App));
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                // 2.
                using var message = hop.ToMessage(RouteTo(app, hop.Target, request, redirects == 0));
                using var response = await connections.SendAsync(message, cancellationToken).ConfigureAwait(false);
                if ((int)response.StatusCode >= FirstStatusThatIsNone)
                    throw new FetchException(ErrorCode.FetchError, $"{hop.Target.Host} answered with the status {(int)response.StatusCode}, which is none.");

                // 3.
                if (request.FollowRedirects && Redirect.Of(hop.Method, (int)response.StatusCode, LocationOf(response)) is { } redirect)
                {
                    if (redirects == options.MaxRedirects)
                        throw new FetchException(ErrorCode.TooManyRedirects, $"{request.Url} is redirected more than {options.MaxRedirects} times.");
                    hop = hop.Follow(redirect);
                    continue;
                }

                // 4.
                using var held = new HeldBytes(app);
                return await ReadAsync(request, hop, response, redirects > 0, held, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (FetchFailures.Explain(failure, hop.Target.Host) is { } explained)
        {
            throw explained;
        }
    }

    private static string MethodOf(URLFetchRequest request)
    {
        var method = request.AsSent && request.HasOtherMethod ? request.OtherMethod : request.Method.ToString().ToUpperInvariant();
        return FetchHeaders.IsToken(method) && method != "CONNECT" ? method : throw new FetchException(ErrorCode.FetchError, "The request's method cannot be sent.");
    }

    private static FetchRoute RouteTo(AppUsage app, FetchTarget target, URLFetchRequest request, bool isFirst) => new(
        app,
        target.Host,
        target.Port,
        target.Secure ? (isFirst && request.HasTlsName ? request.TlsName : target.Host).TrimEnd('.') : null,
        request.MustValidateServerCertificate);

    private static string? LocationOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.First() : null;

    private async Task<URLFetchResponse> ReadAsync(
        URLFetchRequest request, Hop hop, HttpResponseMessage response, bool redirected, HeldBytes held, CancellationToken cancellationToken)
    {
        var decodes = hop.Method != "HEAD" && FetchHeaders.Decodes(request) && IsGzip(response);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var plain = decodes ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        var body = await FetchBody.ReadAsync(plain, options.MaxResponseBody, held, cancellationToken).ConfigureAwait(false);
        var answer = new URLFetchResponse
        {
            // The array is nobody else's.
            Content = UnsafeByteOperations.UnsafeWrap(body.Content),
            StatusCode = (int)response.StatusCode,
            ContentWasTruncated = body.Truncated,
            ExternalBytesSent = hop.Payload.Length,
            ExternalBytesReceived = body.Content.Length,
            Reason = response.ReasonPhrase ?? "",
        };
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!FetchHeaders.IsShown(name) || (decodes && name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)))
                continue;
            var changed = decodes && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
            foreach (var value in values)
                answer.Header.Add(new URLFetchResponse.Types.Header { Key = name, Value = changed ? $"{body.Content.Length}" : value });
        }

        if (redirected)
            answer.FinalUrl = hop.Target.Url;
        return answer;
    }

    private static bool IsGzip(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings)
        && encodings.ToString().Trim() is var encoding
        && (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase));
}
