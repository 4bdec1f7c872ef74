using Microsoft.Extensions.Logging;

namespace Actors.Grains.Versions;

/// <summary>What version grains decide. Event ids 1100 to 1199.</summary>
internal sealed partial class VersionLog(ILogger logger)
{
    [LoggerMessage(1100, LogLevel.Error, "{Version}: instance {Instance} could not be started. {Reason}")]
    public partial void StartFailed(string version, string instance, string reason);
}
