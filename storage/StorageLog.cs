using Microsoft.Extensions.Logging;

namespace Actors.Storage;

/// <summary>What storage has to say; event ids 4000 to 4099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(4000, LogLevel.Debug, "Opened SQLite {Version} at {Path}")]
    public static partial void SqliteOpened(this ILogger logger, string version, string path);

    [LoggerMessage(4001, LogLevel.Debug, "Opened PostgreSQL {Version} at {Host}, database {Database}")]
    public static partial void PostgreSqlOpened(this ILogger logger, string version, string? host, string? database);

    [LoggerMessage(4002, LogLevel.Warning, "PostgreSQL runs with {Setting} off: acknowledged writes can be lost when the server dies. Turn it on")]
    public static partial void NotDurable(this ILogger logger, string setting);

    [LoggerMessage(4010, LogLevel.Information, "Upgraded the tables of '{Component}' from version {From} to {To}")]
    public static partial void SchemaUpgraded(this ILogger logger, string component, int from, int to);

    [LoggerMessage(4020, LogLevel.Error, "A commit of {Writes} writes to {Path} failed; none of them was acknowledged")]
    public static partial void CommitFailed(this ILogger logger, Exception exception, int writes, string path);
}
