using Actors.Runtimes.Frames;

namespace Actors.Gateway.Requests;

/// <summary>The names of the environ that the gateway writes, encoded once. What most requests have in common it does not write: see <see cref="Runtimes.Workers.UsualEnviron"/>.</summary>
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
    public static readonly UserKeys User = new("");
    public static readonly UserKeys UserHeaders = new("HTTP_X_APPENGINE_");
    public static readonly PreEncodedKey TraceContextHeader = new("HTTP_X_CLOUD_TRACE_CONTEXT");
    public static readonly PreEncodedKey ForwardedForHeader = new("HTTP_X_FORWARDED_FOR");
    public static readonly PreEncodedKey UserIpHeader = new("HTTP_X_APPENGINE_USER_IP");
    public static readonly PreEncodedKey RequestLogIdHeader = new("HTTP_X_APPENGINE_REQUEST_LOG_ID");
    public static readonly PreEncodedKey RequestIdHashHeader = new("HTTP_X_APPENGINE_REQUEST_ID_HASH");
    public static readonly PreEncodedKey DefaultVersionHostnameHeader = new("HTTP_X_APPENGINE_DEFAULT_VERSION_HOSTNAME");

    /// <summary>What is said of somebody who is signed in.</summary>
    public sealed class UserKeys(string prefix)
    {
        public readonly PreEncodedKey AuthDomain = new(prefix + "AUTH_DOMAIN");
        public readonly PreEncodedKey Email = new(prefix + "USER_EMAIL");
        public readonly PreEncodedKey Id = new(prefix + "USER_ID");
        public readonly PreEncodedKey Nickname = new(prefix + "USER_NICKNAME");
        public readonly PreEncodedKey Organization = new(prefix + "USER_ORGANIZATION");
        public readonly PreEncodedKey IsAdmin = new(prefix + "USER_IS_ADMIN");
    }
}
