using System.Net;
using Microsoft.Extensions.Logging;

namespace Actors.Services.UrlFetch;

/// <summary>What urlfetch logs; event ids 6000 to 6099.</summary>
internal static partial class UrlFetchLog
{
    // Debug, because apps decide how often; they are told the same.
    [LoggerMessage(6000, LogLevel.Debug, "App {App} may not reach {Host}: {Address} is {Reason}. UrlFetch:AllowedNetworks and UrlFetch:AllowedHosts open what it needs")]
    public static partial void Refused(ILogger log, string app, string host, IPAddress address, string reason);
}
