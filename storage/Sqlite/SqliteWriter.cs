using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.Storage.Sqlite;

/// <summary>
/// The only writer of a SQLite file in this process: a queue, a thread, a connection. Writes that have gathered while the disk was busy
/// go into one transaction and share its one wait for the disk (group commit); a savepoint around each keeps their failures apart.
/// </summary>
/// <remarks>
/// <code>
/// WriteAsync -> queue -> BEGIN IMMEDIATE, (SAVEPOINT, change, RELEASE)*, COMMIT + fsync -> answers
/// </code>
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Beyond this many waiting writes, callers wait to get in; it bounds memory when the disk stalls.
    private const int QueueCapacity = 4096;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly int _maxWritesPerCommit;
    private readonly ILogger _logger;
    private readonly WriterThread _thread = new("sqlite writer");
    private readonly Task _loop;
    private readonly Channel<PendingWrite> _queue =
        Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    /// <summary>Takes over an open connection and starts.</summary>
    public SqliteWriter(SqliteConnection connection, int maxWritesPerCommit, ILogger logger)
    {
        _connection = connection;
        _statements = new SqliteStatements(connection);
        _maxWritesPerCommit = maxWritesPerCommit;
        _logger = logger;
        _loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.None, _thread).Unwrap();
    }

    public async Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        // It would wait for itself for ever.
        if (TaskScheduler.Current == _thread) throw new InvalidOperationException("A change must not start another write; do both in one.");

        var write = new PendingWrite<T>(change, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "The database is closed.");
        }

        return await write.Task;
    }

    /// <summary>Finishes the writes that wait, then closes the connection, which folds the log back into the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete()) return;
        await _loop;
        _thread.Dispose();
        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingWrite>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < _maxWritesPerCommit && _queue.Reader.TryRead(out var write))
                batch.Add(write);
            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> batch)
    {
        try
        {
            _statements.Begin();
            foreach (var write in batch)
            {
                _statements.Save();
                // When SQLite itself has given the transaction up (disk full, I/O error), undoing fails too, and with it the whole commit.
                if (!await write.TryRunAsync(_connection)) _statements.Undo();
                _statements.Release();
            }

            _statements.Commit();
        }
        catch (Exception e)
        {
            _statements.RollbackIfOpen();
            _logger.CommitFailed(e, batch.Count, _connection.DataSource);
            foreach (var write in batch) write.Fail(e);
            return;
        }

        foreach (var write in batch) write.Answer();
    }
}
