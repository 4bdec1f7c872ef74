using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.Storage.Sqlite;

/// <summary>A SQLite file in WAL mode: one writer (<see cref="SqliteWriter"/>), any number of readers beside it, each commit on disk before it is acknowledged.</summary>
public sealed class SqliteDatabase(StorageOptions options, ILogger<SqliteDatabase> logger) : IDatabase
{
    // After a burst the log is cut back to this size (64 MB) instead of staying as large as it once was.
    private const int JournalSizeLimit = 64 * 1024 * 1024;

    private readonly string _path = Path.GetFullPath(options.SqlitePath);

    // Readers come from the provider's pool and cannot write, whatever they are asked.
    private readonly string _readers = ConnectionString(options, SqliteOpenMode.ReadOnly, pooling: true);
    private SqliteWriter? _writer;

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Sqlite;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null) throw new InvalidOperationException("The database is open already.");
        NativeSqlite.Load();
        CreateFile();

        var connection = new SqliteConnection(ConnectionString(options, SqliteOpenMode.ReadWrite, pooling: false));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await ConfigureAsync(connection);
            _writer = new SqliteWriter(connection, options.MaxWritesPerCommit, logger);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (e is SqliteException) throw Unusable(e);
            throw;
        }

        logger.SqliteOpened(connection.ServerVersion, _path);
    }

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        _ = Writer;
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellationToken);
        return await query(connection, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Writer.WriteAsync(change, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _writer, null) is not { } writer) return;
        // Readers first: the last connection to close folds the log into the file, and readers may not write.
        using (var pooled = new SqliteConnection(_readers)) SqliteConnection.ClearPool(pooled);
        await writer.DisposeAsync();
    }

    private SqliteWriter Writer => _writer ?? throw new InvalidOperationException("The database is not open.");

    private static string ConnectionString(StorageOptions options, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(options.SqlitePath),
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
    }.ToString();

    // The file is for the silo's user alone, also where the directory must be passable for workers; SQLite gives its log the same mode.
    private void CreateFile()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var create = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(_path, create).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    private async Task ConfigureAsync(SqliteConnection connection)
    {
        await connection.ExecuteAsync($"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}");
        var mode = await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode = WAL");
        if (mode != "wal")
            throw new StorageException($"The file system of '{_path}' does not allow SQLite's WAL mode.", "Put 'Storage:DataDirectory' on a local disk.");

        // FULL: every commit waits until the disk has the log. NORMAL would survive kill -9 but not a power cut.
        await connection.ExecuteAsync($"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = {JournalSizeLimit}");
    }

    private StorageException Unusable(Exception e) => new(
        $"The SQLite file '{_path}' cannot be used: {e.Message.TrimEnd('.')}.",
        "Check that the directory in 'Storage:DataDirectory' can be written and the file is a database, or name another directory.",
        e);
}
