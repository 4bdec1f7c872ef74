using System.Collections.Frozen;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Requests;

/// <summary>Which request headers an app sees, and under which name.</summary>
internal static class RequestHeaderRules
{
    /// <summary>Longest header name that is passed on.</summary>
    public const int MaxNameLength = 512;

    /// <summary>Hop by hop, or for the gateway alone; and <c>Proxy</c>, which CGI libraries would take for the environment variable HTTP_PROXY.</summary>
    private static readonly string[] NotForApps =
    [
        "Accept-Encoding", "Connection", "Keep-Alive", "Proxy", "Proxy-Authorization", "Proxy-Connection", "Strict-Transport-Security", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    ];

    /// <summary>Only the platform may say these: an app trusts them.</summary>
    private static readonly string[] Trusted =
    [
        "Country", "Region", "City", "CityLatLong", "Inbound-Appid", "Cron", "QueueName", "TaskName", "TaskRetryCount", "TaskExecutionCount", "TaskETA", "TaskPreviousResponse",
        "TaskRetryReason", "FailFast", "Https", "User-IP", "Api-Ticket", "Request-Log-Id", "Request-Id-Hash", "Default-Version-Hostname", "Timeout-Ms", "Auth-Domain", "User-Email",
        "User-Id", "User-Nickname", "User-Organization", "User-Is-Admin", "Trusted-IP-Request", "LOAS-Peer-Username", "Gaia-Id", "Gaia-Authuser", "Gaia-Session",
        "Appserver-Datacenter", "Appserver-Task-Bns", "Datacenter", "BackgroundRequest", "Current-Namespace", "Default-Namespace", "Federated-Identity", "Federated-Provider",
        "Inbound-User-Email", "Inbound-User-Id", "Inbound-User-Is-Admin", "BlobUpload", "BlobSize", "BlobChunkSize", "Upload-Creation", "Cloud-Storage-Object", "ServerName",
        "Remote-Addr", "Backend-Id", "Dev-Request-Id", "Server-Name", "Server-Port", "Server-Protocol",
    ];

    private static readonly string[] Common =
    [
        "Accept", "Accept-Language", "Authorization", "Cache-Control", "Content-Encoding", "Cookie", "DNT", "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match",
        "Origin", "Pragma", "Range", "Referer", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Upgrade-Insecure-Requests", "User-Agent", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Proto", "X-Requested-With",
    ];

    private static readonly FrozenDictionary<string, RequestHeaderRule> KnownToPython27 = Build(PythonGeneration.Python27);
    private static readonly FrozenDictionary<string, RequestHeaderRule> KnownToPython3 = Build(PythonGeneration.Python3);

    /// <summary>What to do with a header of this name.</summary>
    public static RequestHeaderRule For(string name, PythonGeneration generation)
    {
        if ((generation == PythonGeneration.Python27 ? KnownToPython27 : KnownToPython3).TryGetValue(name, out var rule))
            return rule;

        // "X_Y" and "X-Y" would be the same variable: a client could slip one past whatever checks the other. A colon begins what HTTP/2 has instead of a request line.
        return name.Length is 0 or > MaxNameLength || name[0] == ':' || name.Contains('_', StringComparison.Ordinal) || name.StartsWith("X-Google-", StringComparison.OrdinalIgnoreCase)
            ? RequestHeaderRule.Drop : RequestHeaderRule.Pass;
    }

    private static FrozenDictionary<string, RequestHeaderRule> Build(PythonGeneration generation)
    {
        var rules = new Dictionary<string, RequestHeaderRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in NotForApps)
            rules[name] = RequestHeaderRule.Drop;
        foreach (var name in Trusted)
            rules["X-Appengine-" + name] = RequestHeaderRule.Drop;
        foreach (var name in Common)
            rules[name] = new RequestHeaderRule(new PreEncodedKey("HTTP_" + name.ToUpperInvariant().Replace('-', '_')), name == "Cookie" ? "; " : ", ");

        // Both have their own variables; the length is that of the body as it was received.
        rules["Content-Type"] = new RequestHeaderRule(EnvironKeys.ContentType, ", ");
        rules["Content-Length"] = RequestHeaderRule.Drop;
        rules[TraceContext.Header] = RequestHeaderRule.Trace;
        if (generation == PythonGeneration.Python3)
        {
            rules["X-Forwarded-For"] = RequestHeaderRule.Chain;
            rules["X-Forwarded-Proto"] = RequestHeaderRule.Drop;
        }

        return rules.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
