using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Requests;

/// <summary>What a request may not be.</summary>
internal static class RequestLimits
{
    /// <summary>Most characters of a header field, name and value, for python3: 8 KiB. Longer ones get 400.</summary>
    public const int MaxHeaderField = 8 * 1024;

    /// <summary>The method has no body: a request that brings one gets 400.</summary>
    public static bool ForbidsBody(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsDelete(method) || HttpMethods.IsTrace(method);

    /// <summary>
    /// It came with Content-Length and Transfer-Encoding, which servers on its way may have read differently: 400. Kestrel goes by the latter, renames the former and
    /// closes the connection afterwards.
    /// </summary>
    public static bool HasTwoLengths(HttpRequest request) =>
        request.Headers.TransferEncoding.Count > 0 && (request.Headers.ContainsKey("X-Content-Length") || request.ContentLength is not null);
}
