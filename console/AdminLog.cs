using Microsoft.Extensions.Logging;

namespace Actors.Console;

/// <summary>What the admin API reports. Event ids 6000 to 6099.</summary>
internal sealed partial class AdminLog(ILogger logger)
{
    [LoggerMessage(6000, LogLevel.Information, "admin: {Method} {Path} from {Client}: {Status}")]
    private static partial void Asked(ILogger logger, string method, string path, string client, int status);

    [LoggerMessage(6001, LogLevel.Error, "admin: {Method} {Path} failed")]
    private static partial void Failed(ILogger logger, Exception failure, string method, string path);

    /// <summary>Somebody asked for a change.</summary>
    public void Asked(string method, string path, int status, string client) => Asked(logger, method, path, client, status);

    /// <summary>A request ended with an exception.</summary>
    public void Failed(Exception failure, string method, string path) => Failed(logger, failure, method, path);
}
