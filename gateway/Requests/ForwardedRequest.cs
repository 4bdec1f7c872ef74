using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Requests;

/// <summary>
/// Undoes what trusted proxies did to a request: afterwards its address, scheme, Host and X-Forwarded-For are as if the client had come to this gateway without them.
/// From anybody else the same headers are only text.
/// </summary>
internal static class ForwardedRequest
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";
    private static readonly SearchValues<char> IPv4Characters = SearchValues.Create("0123456789.");

    /// <summary>Restores the client's request if a trusted proxy sent it.</summary>
    public static void Restore(HttpContext context, TrustedProxies proxies)
    {
        if (proxies.IsEmpty || context.Connection.RemoteIpAddress is not { } peer || !proxies.Contain(peer))
            return;
        var headers = context.Request.Headers;
        if (headers.TryGetValue(For, out var chain))
        {
            context.Connection.RemoteIpAddress = Client(chain.ToString(), peer, proxies, out var rest);
            headers[For] = rest.Length > 0 ? rest : StringValues.Empty;
        }

        // The nearest proxy speaks last.
        if (Last(headers[Proto]) is { Length: > 0 } scheme)
        {
            if (scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
                context.Request.Scheme = "https";
            else if (scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
                context.Request.Scheme = "http";
        }

        if (Last(headers[Host]) is { Length: > 0 and <= 255 } host)
            headers.Host = host.ToString();
    }

    /// <summary>The client of a chain: from the right, the first address that is no trusted proxy's.</summary>
    /// <param name="chain">X-Forwarded-For, its lines joined with commas.</param>
    /// <param name="peer">The proxy that sent it.</param>
    /// <param name="proxies">Who is trusted.</param>
    /// <param name="rest">What stands left of the client: what the client itself said.</param>
    public static IPAddress Client(string chain, IPAddress peer, TrustedProxies proxies, out string rest)
    {
        var client = peer;
        var left = chain.AsSpan();
        while (!left.IsEmpty && proxies.Contain(client))
        {
            var comma = left.LastIndexOf(',');
            if (Address(left[(comma + 1)..].Trim()) is not { } before)
                break; // the proxy did not know, or somebody wrote nonsense: nobody further left is believed
            client = before;
            left = comma < 0 ? default : left[..comma];
        }

        rest = left.Trim().ToString();
        return client;
    }

    /// <summary>An address with or without a port, or null: <c>192.0.2.1</c>, <c>192.0.2.1:80</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:80</c>.</summary>
    private static IPAddress? Address(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("["))
        {
            var end = text.IndexOf(']');
            text = end > 0 && text[1..end].Contains(':') ? text[1..end] : default;
        }
        else if (text.Count(':') == 1)
        {
            text = text[..text.IndexOf(':')];
        }

        // "7" and "0x7f.1" are addresses too for the parser, "fe80::1%eth0" names an interface of the proxy.
        var isPlain = text.Contains(':') ? !text.Contains('%') : text.Count('.') == 3 && text.IndexOfAnyExcept(IPv4Characters) < 0;
        if (!isPlain || !IPAddress.TryParse(text, out var address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static ReadOnlySpan<char> Last(StringValues values)
    {
        var text = values.Count == 0 ? default : values[^1].AsSpan();
        return text[(text.LastIndexOf(',') + 1)..].Trim();
    }
}
