using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Routes;

/// <summary>What goes wrong with routes. Event ids 3950 to 3969.</summary>
internal sealed partial class RouteLog(ILogger logger)
{
    [LoggerMessage(3950, LogLevel.Warning, "{App}: its routes could not be renewed; they stay as they are until the next try: {Reason}")]
    public partial void RenewalFailed(string app, string reason);

    [LoggerMessage(3951, LogLevel.Warning, "{App}/{Service}: what became of its requests could not be reported and is in a second: {Reason}")]
    public partial void ReportFailed(string app, string service, string reason);
}
