using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Workers;

/// <summary>
/// What the environ of most requests has in common: a worker is told once, at its start, and a request's frame holds only what is otherwise. A dozen entries less
/// to write, send and read for each request.
/// </summary>
public static class UsualEnviron
{
    /// <summary>How long a user's request may take where instances are scaled by themselves, in milliseconds.</summary>
    public const string UsualTimeout = "600000";

    private static readonly KeyValuePair<string, string>[] Both =
    [
        new("SCRIPT_NAME", ""), new("HTTPS", "off"),
        new("HTTP_X_APPENGINE_COUNTRY", "ZZ"), new("HTTP_X_APPENGINE_REGION", "?"), new("HTTP_X_APPENGINE_CITY", "?"), new("HTTP_X_APPENGINE_CITYLATLONG", "0.000000,0.000000"),
    ];

    private static readonly KeyValuePair<string, string>[] Python27 =
    [
        .. Both,
        new("AUTH_DOMAIN", "gmail.com"), new("USER_EMAIL", ""), new("USER_ID", ""), new("USER_NICKNAME", ""), new("USER_ORGANIZATION", ""), new("USER_IS_ADMIN", "0"),
    ];

    private static readonly KeyValuePair<string, string>[] Python3 =
    [
        .. Both,
        new("HTTP_X_FORWARDED_PROTO", "http"), new("HTTP_X_APPENGINE_HTTPS", "off"), new("HTTP_X_APPENGINE_TIMEOUT_MS", UsualTimeout),
    ];

    /// <summary>The entries of a generation: over http, by somebody who is not signed in, from a place that nobody knows.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PythonGeneration generation) => generation == PythonGeneration.Python27 ? Python27 : Python3;
}
