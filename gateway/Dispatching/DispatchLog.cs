using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Dispatching;

/// <summary>What goes wrong in dispatching. Event ids 3900 to 3949.</summary>
internal sealed partial class DispatchLog(ILogger logger)
{
    [LoggerMessage(3900, LogLevel.Warning, "{Version}: leases could not be renewed and will be at the next request: {Reason}")]
    public partial void RenewalFailed(string version, string reason);

    [LoggerMessage(3901, LogLevel.Warning, "{Version}: slots could not be given back and are when the leases are renewed: {Reason}")]
    public partial void ReleaseFailed(string version, string reason);
}
