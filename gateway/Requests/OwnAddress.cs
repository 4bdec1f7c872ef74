using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Requests;

/// <summary>Addresses of this very server for redirects. Always with scheme and host: a path that begins with two slashes would name another one.</summary>
internal static class OwnAddress
{
    /// <summary>Another path of the same scheme and host.</summary>
    public static string Of(HttpRequest request, string path, ReadOnlySpan<char> query) => Join(request.Scheme, request.Headers.Host.ToString(), path, query);

    /// <summary>The same host with another scheme, at another port.</summary>
    /// <param name="request">The request.</param>
    /// <param name="https">The scheme that is meant.</param>
    /// <param name="port">Its port; null for the usual one.</param>
    /// <param name="path">The path, percent-encoded.</param>
    /// <param name="query">The query without its question mark, or empty.</param>
    public static string WithScheme(HttpRequest request, bool https, int? port, string path, ReadOnlySpan<char> query)
    {
        var host = request.Headers.Host.ToString();
        var colon = host.LastIndexOf(':');
        if (colon > 0 && host.IndexOf(']', StringComparison.Ordinal) < colon)
            host = host[..colon];
        if (host.Length > 0 && port is { } given && given != UsualPort(https))
            host = string.Create(CultureInfo.InvariantCulture, $"{host}:{given}");
        return Join(https ? "https" : "http", host, path, query);
    }

    /// <summary>The port that a scheme has when none is said.</summary>
    public static int UsualPort(bool https) => https ? 443 : 80;

    private static string Join(string scheme, string host, string path, ReadOnlySpan<char> query)
    {
        var mark = query.IsEmpty ? "" : "?";

        // Only a client of HTTP/1.0 leaves the host out.
        return host.Length == 0 ? $"/{path.TrimStart('/')}{mark}{query}" : $"{scheme}://{host}{path}{mark}{query}";
    }
}
