using System.Buffers;
using System.Collections.Frozen;

namespace Actors.Gateway.Responses;

/// <summary>Which headers of an app's response reach the client.</summary>
internal static class ResponseHeaderRules
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c).Append('\t').ToArray());

    /// <summary>What the gateway or the connection decides. Content-Encoding is one of them: compressing is the platform's part.</summary>
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "Connection", "Content-Encoding", "Content-Length", "Date", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "Server", "Strict-Transport-Security", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The header goes to the client. One with a control or non-ASCII character in it does not: it could end the header and begin another.</summary>
    public static bool Passes(string name, string value) =>
        name.Length > 0 && !Reserved.Contains(name) && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0 && value.AsSpan().IndexOfAnyExcept(ValueCharacters) < 0;

    /// <summary>The status has no body, whatever the app says.</summary>
    public static bool IsWithoutBody(int status) => status is < 200 or 204 or 304;
}
