using Actors.Runtimes.Frames;

namespace Actors.Gateway.Requests;

/// <summary>The names of the environ that the gateway writes, encoded once.</summary>
internal static class EnvironKeys
{
    public static readonly PreEncodedKey RequestMethod = new("REQUEST_METHOD");
    public static readonly PreEncodedKey PathInfo = new("PATH_INFO");
    public static readonly PreEncodedKey QueryString = new("QUERY_STRING");
    public static readonly PreEncodedKey RequestUri = new("REQUEST_URI");
    public static readonly PreEncodedKey ServerName = new("SERVER_NAME");
    public static readonly PreEncodedKey ServerPort = new("SERVER_PORT");
    public static readonly PreEncodedKey ServerProtocol = new("SERVER_PROTOCOL");
    public static readonly PreEncodedKey RemoteAddress = new("REMOTE_ADDR");
    public static readonly PreEncodedKey ContentType = new("CONTENT_TYPE");
    public static readonly PreEncodedKey ContentLength = new("CONTENT_LENGTH");
    public static readonly PreEncodedKey RequestLogId = new("REQUEST_LOG_ID");
    public static readonly PreEncodedKey RequestIdHash = new("REQUEST_ID_HASH");
    public static readonly PreEncodedKey DefaultVersionHostname = new("DEFAULT_VERSION_HOSTNAME");
    public static readonly PreEncodedKey TraceContextHeader = new("HTTP_X_CLOUD_TRACE_CONTEXT");
    public static readonly PreEncodedKey ForwardedForHeader = new("HTTP_X_FORWARDED_FOR");
    public static readonly PreEncodedKey UserIpHeader = new("HTTP_X_APPENGINE_USER_IP");
    public static readonly PreEncodedKey RequestLogIdHeader = new("HTTP_X_APPENGINE_REQUEST_LOG_ID");
    public static readonly PreEncodedKey RequestIdHashHeader = new("HTTP_X_APPENGINE_REQUEST_ID_HASH");
    public static readonly PreEncodedKey DefaultVersionHostnameHeader = new("HTTP_X_APPENGINE_DEFAULT_VERSION_HOSTNAME");

    private static readonly PreEncodedEntries FixedPython27 = new(PythonGeneration.Python27, Fixed(users: true));
    private static readonly PreEncodedEntries FixedPython3 = new(PythonGeneration.Python3, Fixed(users: false));

    /// <summary>The entries that are the same in every request of a generation. Nobody is signed in.</summary>
    public static PreEncodedEntries FixedFor(PythonGeneration generation) => generation == PythonGeneration.Python27 ? FixedPython27 : FixedPython3;

    private static IEnumerable<KeyValuePair<string, string>> Fixed(bool users)
    {
        yield return new("SCRIPT_NAME", "");
        if (!users)
            yield break;
        yield return new("AUTH_DOMAIN", "gmail.com");
        yield return new("USER_EMAIL", "");
        yield return new("USER_ID", "");
        yield return new("USER_NICKNAME", "");
        yield return new("USER_ORGANIZATION", "");
        yield return new("USER_IS_ADMIN", "0");
    }
}
