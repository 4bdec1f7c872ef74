using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Requests;

/// <summary>Addresses of this very server for redirects. Always with scheme and host: a path that begins with two slashes would name another one.</summary>
internal static class OwnAddress
{
    /// <summary>Another path of the same scheme and host.</summary>
    public static string Of(HttpRequest request, string path, ReadOnlySpan<char> query) => Join(request.Scheme, request.Headers.Host.ToString(), path, query);

    /// <summary>The same host with another scheme, at that scheme's own port.</summary>
    public static string WithScheme(HttpRequest request, string scheme, string path, ReadOnlySpan<char> query)
    {
        var host = request.Headers.Host.ToString();
        var colon = host.LastIndexOf(':');
        return Join(scheme, colon > 0 && host.IndexOf(']', StringComparison.Ordinal) < colon ? host[..colon] : host, path, query);
    }

    private static string Join(string scheme, string host, string path, ReadOnlySpan<char> query)
    {
        var mark = query.IsEmpty ? "" : "?";

        // Only a client of HTTP/1.0 leaves the host out.
        return host.Length == 0 ? $"/{path.TrimStart('/')}{mark}{query}" : $"{scheme}://{host}{path}{mark}{query}";
    }
}
