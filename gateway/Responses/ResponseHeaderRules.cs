using System.Buffers;
using System.Collections.Frozen;

namespace Actors.Gateway.Responses;

/// <summary>Which headers of an app's response reach the client, and which of them other rules ask about.</summary>
internal static class ResponseHeaderRules
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly FrozenDictionary<string, ResponseHeaderKind> Known = new Dictionary<string, ResponseHeaderKind>
    {
        // What the gateway or the connection decides. Content-Encoding is one of them: compressing is the platform's part.
        ["Connection"] = ResponseHeaderKind.Reserved,
        ["Content-Encoding"] = ResponseHeaderKind.Reserved,
        ["Content-Length"] = ResponseHeaderKind.ContentLength,
        ["Date"] = ResponseHeaderKind.Reserved,
        ["Keep-Alive"] = ResponseHeaderKind.Reserved,
        ["Proxy-Authenticate"] = ResponseHeaderKind.Reserved,
        ["Proxy-Connection"] = ResponseHeaderKind.Reserved,
        ["Server"] = ResponseHeaderKind.Reserved,
        ["Strict-Transport-Security"] = ResponseHeaderKind.Reserved,
        ["TE"] = ResponseHeaderKind.Reserved,
        ["Trailer"] = ResponseHeaderKind.Reserved,
        ["Transfer-Encoding"] = ResponseHeaderKind.Reserved,
        ["Upgrade"] = ResponseHeaderKind.Reserved,

        // What only the platform says, and only to administrators.
        ["X-AppEngine-Estimated-CPM-US-Dollars"] = ResponseHeaderKind.Reserved,
        ["X-AppEngine-Resource-Usage"] = ResponseHeaderKind.Reserved,

        ["Cache-Control"] = ResponseHeaderKind.CacheControl,
        ["Content-Range"] = ResponseHeaderKind.ContentRange,
        ["Content-Type"] = ResponseHeaderKind.ContentType,
        ["Set-Cookie"] = ResponseHeaderKind.SetCookie,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What kind of header it is, by its name alone.</summary>
    public static ResponseHeaderKind KindOf(string name) => Known.TryGetValue(name, out var kind) ? kind : ResponseHeaderKind.Other;

    /// <summary>Name and value can be sent. One with a control or non-ASCII character in it cannot: it could end the header and begin another.</summary>
    public static bool IsSendable(string name, string value) =>
        name.Length > 0 && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0 && value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>The status has no body, whatever the app says.</summary>
    public static bool IsWithoutBody(int status) => status is < 200 or 204 or 304;
}

/// <summary>What a response header means to the rules.</summary>
internal enum ResponseHeaderKind
{
    /// <summary>It passes.</summary>
    Other,

    /// <summary>It does not pass.</summary>
    Reserved,

    /// <summary>It does not pass, but says how long the answer to HEAD would be.</summary>
    ContentLength,

    /// <summary>It passes; without it the body is HTML and stays uncompressed.</summary>
    ContentType,

    /// <summary>It passes; a part of something is not compressed.</summary>
    ContentRange,

    /// <summary>It passes; without it the answer is private.</summary>
    CacheControl,

    /// <summary>It passes, and makes the answer private.</summary>
    SetCookie,
}
