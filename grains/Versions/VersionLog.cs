using Microsoft.Extensions.Logging;

namespace Actors.Grains.Versions;

/// <summary>What version grains decide. Event ids 1100 to 1199.</summary>
internal sealed partial class VersionLog(ILogger logger)
{
    [LoggerMessage(1100, LogLevel.Error, "{Version}: instance {Instance} could not be started. {Reason}")]
    public partial void StartFailed(string version, string instance, string reason);

    [LoggerMessage(1101, LogLevel.Debug, "{Version}: instance {Instance} could not be started, as the {Requests} requests that waited for it are told")]
    public partial void StartFailedForRequests(string version, string instance, int requests);

    [LoggerMessage(1102, LogLevel.Error, "{Version}: its process has ended {Times} times in a row before it had answered a request; the next is started in {Seconds:0.0} s. The last one {Why}")]
    public partial void BackedOff(string version, int times, double seconds, string why);
}
