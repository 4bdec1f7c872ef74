using Microsoft.Extensions.Logging;

namespace Actors.Gateway;

/// <summary>What the gateway logs about itself. Event ids 3000 to 3099.</summary>
internal sealed partial class GatewayLog(ILogger logger)
{
    [LoggerMessage(3000, LogLevel.Error, "{Version}: {Method} {Path} failed in the gateway")]
    public partial void RequestFailed(string version, string method, string path, Exception failure);

    [LoggerMessage(3001, LogLevel.Warning, "{Version}: a worker's answer to {Method} {Path} breaks the protocol: {Reason}")]
    public partial void BadAnswer(string version, string method, string path, string reason);

    [LoggerMessage(3002, LogLevel.Debug, "{Version}: the client of {Method} {Path} went away")]
    public partial void ClientWentAway(string version, string method, string path);

    [LoggerMessage(3003, LogLevel.Warning, "{Version}: {Method} {Path} was answered {Status}. {Why}")]
    public partial void RequestUnserved(string version, string method, string path, int status, string why);

    [LoggerMessage(3004, LogLevel.Warning, "{Server} has all {Most} connections that it may have at a time; closed at once: {Refused}. docs/limits.md says under Descriptors what decides")]
    public partial void ClientsRefused(string server, long most, long refused);
}
