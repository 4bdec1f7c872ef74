using Microsoft.Extensions.Logging;

namespace Actors.Grains.Apps;

/// <summary>What happens to traffic. Event ids 1300 to 1399.</summary>
internal sealed partial class AppLog(ILogger logger)
{
    [LoggerMessage(1300, LogLevel.Information, "{App}/{Service}: its traffic is {Traffic} now ({Why})")]
    public partial void TrafficChanged(string app, string service, string traffic, string why);

    [LoggerMessage(1301, LogLevel.Warning, "{App}/{Service}: its traffic is {Traffic} again: {Why}")]
    public partial void WentBack(string app, string service, string traffic, string why);

    [LoggerMessage(1302, LogLevel.Information, "{Version}: stopped; requests for it are answered 404")]
    public partial void Stopped(string version);

    [LoggerMessage(1303, LogLevel.Information, "{Version}: serves again")]
    public partial void Started(string version);

    [LoggerMessage(1304, LogLevel.Information, "{Version}: deleted")]
    public partial void Deleted(string version);

    [LoggerMessage(1305, LogLevel.Error, "{App}/{Service}: a step of its traffic could not be taken and is tried again: {Reason}")]
    public partial void StepFailed(string app, string service, string reason);
}
