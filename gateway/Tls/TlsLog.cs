using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Tls;

/// <summary>What the gateway logs about its certificate. Event ids 3100 to 3199.</summary>
internal sealed partial class TlsLog(ILogger logger)
{
    [LoggerMessage(3100, LogLevel.Information, "New connections get the new certificate in {File}, valid until {Expires:yyyy-MM-dd}")]
    public partial void Taken(string file, DateTimeOffset expires);

    [LoggerMessage(3101, LogLevel.Warning, "The certificate has changed and the new one cannot be used, so the old one stays: {Problem}")]
    public partial void NotTaken(string problem);

    [LoggerMessage(3102, LogLevel.Error, "The certificate in {File} expired on {Expires:yyyy-MM-dd}: clients refuse it. Renew it; it is read again by itself")]
    public partial void Expired(string file, DateTimeOffset expires);
}
