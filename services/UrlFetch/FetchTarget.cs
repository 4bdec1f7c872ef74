using System.Text;
using System.Text.RegularExpressions;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>A URL that may be fetched, in the parts that matter.</summary>
/// <param name="Secure">https.</param>
/// <param name="Host">Lower case and in ASCII (IDNA); IPv6 without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="PathAndQuery">As the app wrote it, dot segments and escapes included; what may not stand in a request line is escaped.</param>
internal sealed partial record FetchTarget(bool Secure, string Host, int Port, string PathAndQuery)
{
    /// <summary>Longest URL in characters. App Engine's documents say 2,083, its library 10,240.</summary>
    public const int MaxLength = 10_240;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Host and port as the Host header has them.</summary>
    public string Authority
    {
        get
        {
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return Port == (Secure ? 443 : 80) ? host : $"{host}:{Port}";
        }
    }

    /// <summary>The URL.</summary>
    public string Url => $"{(Secure ? "https" : "http")}://{Authority}{PathAndQuery}";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="FetchException">INVALID_URL: App Engine would not fetch it.</exception>
    public static FetchTarget Parse(string url)
    {
        if (url.Length > MaxLength)
            throw Invalid($"The URL has {url.Length} characters; at most {MaxLength} are allowed.");
        var text = url.Split('#', 2)[0];
        if (text.Any(char.IsControl))
            throw Invalid("The URL has a control character.");
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            throw Invalid($"\"{url}\" is not a URL; it must begin with http:// or https://.");
        var end = text.IndexOfAny(['/', '?'], start + 3);
        var authority = end < 0 ? text : text[..end];

        // The path is escaped here, so that the parser is only asked about scheme and authority.
        if (authority.Contains('\\', StringComparison.Ordinal) || !Uri.TryCreate(authority + "/", AsWritten, out var uri) || HostOf(uri) is not { Length: > 0 } host)
            throw Invalid($"\"{url}\" is not a URL that can be read.");
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            throw Invalid($"The URL's scheme is {uri.Scheme}; http and https can be fetched.");
        if (!IsAllowed(uri.Port))
            throw Invalid($"The URL's port is {uri.Port}; allowed are 80 to 90, 440 to 450 and 1024 to 65535.");
        var path = end < 0 ? "/" : text[end..];
        return new FetchTarget(uri.Scheme == Uri.UriSchemeHttps, host.ToLowerInvariant(), uri.Port, Escaped(path[0] == '?' ? "/" + path : path));
    }

    /// <summary>Where a Location header leads from here. Its characters are the bytes that the server sent.</summary>
    /// <exception cref="FetchException">INVALID_URL.</exception>
    public FetchTarget Follow(string location)
    {
        var text = string.Concat(location.Trim().Select(static c => c > '\x7e' ? $"%{(int)c:X2}" : $"{c}"));
        var scheme = Secure ? "https:" : "http:";
        if (HasScheme().IsMatch(text))
            return Parse(text);
        if (text.StartsWith("//", StringComparison.Ordinal))
            return Parse(scheme + text);
        if (text.StartsWith('/'))
            return Parse($"{scheme}//{Authority}{text}");
        return Uri.TryCreate(new Uri(Url), text, out var resolved) ? Parse(resolved.AbsoluteUri) : throw Invalid($"The redirect to \"{text}\" cannot be read.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex HasScheme();

    private static string? HostOf(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsAllowed(int port) => port is (>= 80 and <= 90) or (>= 440 and <= 450) or (>= 1024 and <= 65535);

    private static string Escaped(string path)
    {
        if (path.All(static c => c is > ' ' and < '\x7f'))
            return path;
        var escaped = new StringBuilder(path.Length + 16);
        foreach (var each in Encoding.UTF8.GetBytes(path))
            _ = each is > 0x20 and < 0x7f ? escaped.Append((char)each) : escaped.Append('%').Append($"{each:X2}");
        return escaped.ToString();
    }

    private static FetchException Invalid(string detail) => new(ErrorCode.InvalidUrl, detail);
}
