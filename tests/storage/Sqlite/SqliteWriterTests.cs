using System.Data.Common;
using Actors.Storage.Schema;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Actors.Storage.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private static readonly SchemaComponent Words = new("words", [new SchemaUpgrade(1, "CREATE TABLE words (word TEXT NOT NULL PRIMARY KEY)", "")]);
    private readonly DatabasePlace _place = new(Directory.CreateTempSubdirectory("actors-storage").FullName, null);
    private IDatabase _database = null!;

    public async Task InitializeAsync() => _database = await _place.OpenAsync(Words);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task Writes_that_wait_together_share_a_commit_and_are_answered_after_it()
    {
        var gate = await HoldWriterAsync();
        var first = AddAsync("first");
        var answeredBeforeCommit = false;
        var second = _database.WriteAsync(
            async (connection, _) =>
            {
                answeredBeforeCommit = first.IsCompleted;
                return await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM words WHERE word = 'first'");
            },
            default);
        gate.SetResult();

        await first;
        Assert.Equal(1, await second);
        Assert.False(answeredBeforeCommit);
        Assert.Equal(["first"], await AllAsync());
    }

    [Fact]
    public async Task A_write_that_fails_does_not_take_its_neighbours_along()
    {
        var gate = await HoldWriterAsync();
        var first = AddAsync("first");
        var half = _database.WriteAsync(
            async (connection, token) =>
            {
                await InsertAsync(connection, "half");
                throw new InvalidOperationException("changed my mind");
            },
            default);
        var twice = AddAsync("first");
        var last = AddAsync("last");
        gate.SetResult();

        await first;
        await Assert.ThrowsAsync<InvalidOperationException>(() => half);
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => twice)).SqliteErrorCode);
        await last;
        Assert.Equal(["first", "last"], await AllAsync());
    }

    [Fact]
    public async Task When_the_transaction_is_lost_none_of_its_writes_is_acknowledged_and_the_next_ones_work()
    {
        var gate = await HoldWriterAsync();
        var first = AddAsync("first");
        // What SQLite does by itself when the disk is full.
        var lost = _database.WriteAsync((connection, _) => connection.ExecuteAsync("ROLLBACK"), default);
        var last = AddAsync("last");
        gate.SetResult();

        foreach (var write in (Task[])[first, lost, last])
            await Assert.ThrowsAsync<SqliteException>(() => write);
        Assert.Empty(await AllAsync());
        await AddAsync("next");
        Assert.Equal(["next"], await AllAsync());
    }

    [Fact]
    public async Task A_write_cancelled_before_its_turn_does_not_happen()
    {
        using var cancellation = new CancellationTokenSource();
        var gate = await HoldWriterAsync();
        var cancelled = _database.WriteAsync((connection, _) => InsertAsync(connection, "never"), cancellation.Token);
        await cancellation.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task A_write_within_a_write_is_refused_instead_of_waiting_for_itself() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync((_, _) => AddAsync("inner"), default));

    [Fact]
    public async Task A_reader_cannot_write() =>
        await Assert.ThrowsAsync<SqliteException>(() => _database.ReadAsync((connection, _) => InsertAsync(connection, "word"), default));

    [Fact]
    public async Task Closing_finishes_the_writes_that_wait_and_refuses_later_ones()
    {
        var gate = await HoldWriterAsync();
        var waiting = AddAsync("waiting");
        var closing = _database.DisposeAsync().AsTask();
        gate.SetResult();

        await waiting;
        await closing;
        await Assert.ThrowsAsync<InvalidOperationException>(() => AddAsync("late"));
        _database = await _place.OpenAsync();
        Assert.Equal(["waiting"], await AllAsync());
    }

    private async Task AddAsync(string word) => await _database.WriteAsync((connection, _) => InsertAsync(connection, word), default);

    private static Task<int> InsertAsync(DbConnection connection, string word) => connection.ExecuteAsync("INSERT INTO words VALUES (@word)", new { word });

    private Task<IEnumerable<string>> AllAsync() =>
        _database.ReadAsync((connection, _) => connection.QueryAsync<string>("SELECT word FROM words ORDER BY word"), default);

    /// <summary>Occupies the writer, so that what is written until the gate opens gathers behind it.</summary>
    private async Task<TaskCompletionSource> HoldWriterAsync()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = _database.WriteAsync(
            async (_, _) =>
            {
                held.SetResult();
                await gate.Task;
            },
            default);
        await held.Task;
        return gate;
    }
}
