namespace Actors.Storage;

/// <summary>Where lasting data lives; the configuration section <c>Storage</c>. Checked at start by <see cref="StorageOptionsValidator"/>.</summary>
public sealed class StorageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>Name of the SQLite file in <see cref="DataDirectory"/>.</summary>
    public const string SqliteFileName = "actors.db";

    /// <summary>Directory of the SQLite file, relative to the working directory or absolute; created when missing. Default <c>.actors</c>. Not used with PostgreSQL.</summary>
    public string DataDirectory { get; set; } = ".actors";

    /// <summary>An Npgsql connection string (<c>Host=...;Database=...;Username=...</c>): PostgreSQL is used. Null or empty, the default: SQLite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long a SQLite write waits for another process that holds the file. Default 10 seconds; 100 milliseconds to 10 minutes.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many waiting SQLite writes may share one commit, and so one wait for the disk. Default 256; 1 to 10,000.</summary>
    public int MaxWritesPerCommit { get; set; } = 256;

    /// <summary>The dialect that follows from the above.</summary>
    public SqlDialect Dialect => string.IsNullOrWhiteSpace(ConnectionString) ? SqlDialect.Sqlite : SqlDialect.PostgreSql;

    /// <summary>Path of the SQLite file.</summary>
    public string SqlitePath => Path.Combine(DataDirectory, SqliteFileName);
}
