using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Logging;

/// <summary>What goes wrong with the files of the request log. Event ids 3800 to 3849.</summary>
internal sealed partial class RequestFilesLog(ILogger logger)
{
    [LoggerMessage(3800, LogLevel.Warning, "Requests cannot be written to {Directory} and are missing there until they can: {Reason} Free the disk, allow writing, or set Gateway:RequestLogDirectory")]
    public partial void CannotWrite(string directory, string reason);
}
