using System.Buffers;
using Actors.Services.UrlFetch.Contract;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>Which headers go out, and which come back. App Engine's rules; what comes from a socket goes as it is, except what belongs to the connection.</summary>
internal static class FetchHeaders
{
    private const int MaxCount = 500;
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What would change how the message is framed or where it goes; those are this end's to say.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private static readonly HashSet<string> NotForApps = new(StringComparer.OrdinalIgnoreCase) { "Host", "Vary", "Via", "X-Forwarded-For", "X-ProxyUser-IP" };

    /// <summary>What a request is sent with, Host included.</summary>
    /// <exception cref="FetchException">A name or a value is none.</exception>
    public static List<KeyValuePair<string, string>> Outgoing(URLFetchRequest request, string method, string app)
    {
        if (request.Header.Count > MaxCount)
            throw new FetchException(ErrorCode.FetchError, $"The request has {request.Header.Count} headers; at most {MaxCount} are sent.");
        var headers = new List<KeyValuePair<string, string>>(request.Header.Count + 3);
        foreach (var header in request.Header)
        {
            if (!IsToken(header.Key) || header.Value.AsSpan().ContainsAny("\r\n\0"))
                throw new FetchException(ErrorCode.FetchError, $"The header \"{header.Key.ReplaceLineEndings(" ")}\" has a name or a value that HTTP does not allow.");
            if (IsSent(header.Key, request.AsSent))
                headers.Add(new(header.Key, header.Value));
        }

        if (request.AsSent)
            return headers;
        if (method is "POST" or "PUT" or "PATCH" && Find(headers, "Content-Type") < 0)
            headers.Add(new("Content-Type", FormType));
        if (Find(headers, "Accept-Encoding") < 0)
            headers.Add(new("Accept-Encoding", "gzip"));
        var agent = $"AppEngine-Google; (+http://code.google.com/appengine; appid: s~{app})";
        var at = Find(headers, "User-Agent");
        if (at < 0)
            headers.Add(new("User-Agent", agent));
        else
            headers[at] = new(headers[at].Key, $"{headers[at].Value} {agent}");
        return headers;
    }

    /// <summary>Whether the response is to be decompressed: the app did not ask for gzip itself.</summary>
    public static bool Decodes(URLFetchRequest request) =>
        !request.AsSent && !request.Header.Any(static header => header.Key.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a header of a response is shown to the app. Content-Length stays: it is corrected where the length has changed.</summary>
    public static bool IsShown(string name) => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || !OfTheConnection.Contains(name);

    /// <summary>Whether a header says who the app is, and so is not sent on to another host.</summary>
    public static bool IsSecret(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text can be a method or a header's name.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>The index of the first header with this name, or -1.</summary>
    public static int Find(List<KeyValuePair<string, string>> headers, string name) =>
        headers.FindIndex(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSent(string name, bool asSent) =>
        !OfTheConnection.Contains(name)
        && !name.StartsWith("X-Appengine-", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("X-Google-", StringComparison.OrdinalIgnoreCase)
        && (asSent || !NotForApps.Contains(name));
}
