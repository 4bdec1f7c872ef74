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

    [LoggerMessage(1103, LogLevel.Debug, "{Version}: starts {Count} instances: {Why}; {Starting} start and {Serving} serve")]
    public partial void Starts(string version, int count, string why, int starting, int serving);

    [LoggerMessage(1104, LogLevel.Debug, "{Version}: drains {Count} instances: {Why}; {Starting} start and {Serving} serve")]
    public partial void Drains(string version, int count, string why, int starting, int serving);

    [LoggerMessage(1105, LogLevel.Information, "{Version}: has found its instances again: {Serving} serve, of {Count}")]
    public partial void Recovered(string version, int serving, int count);

    [LoggerMessage(1106, LogLevel.Warning, "{Version}: which instances there are could not be written down, and will be with the next change: {Reason}")]
    public partial void NotSaved(string version, string reason);

    [LoggerMessage(1107, LogLevel.Debug, "{Version}: instance {Instance} could not be told to end, and will be again: {Reason}")]
    public partial void NotToldToDrain(string version, string instance, string reason);

    [LoggerMessage(1108, LogLevel.Debug, "{Version}: instance {Instance} did not say how it is: {Reason}")]
    public partial void NotDescribed(string version, string instance, string reason);
}
