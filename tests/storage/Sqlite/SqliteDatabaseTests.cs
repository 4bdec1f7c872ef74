using Dapper;
using Microsoft.Data.Sqlite;

namespace Actors.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private readonly DatabasePlace _place = new(Directory.CreateTempSubdirectory("actors-storage").FullName, null);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA synchronous", "2")]
    [InlineData("PRAGMA foreign_keys", "1")]
    public async Task The_writer_waits_for_the_disk_at_every_commit(string question, string answer)
    {
        var database = await _place.OpenAsync();
        // Some settings cannot change within a transaction, but all can be asked for.
        Assert.Equal(answer, await database.WriteAsync((connection, _) => connection.ExecuteScalarAsync<string>(question), default));
    }

    [Fact]
    public async Task The_files_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var database = await _place.OpenAsync();
        await database.WriteAsync((connection, _) => connection.ExecuteAsync("CREATE TABLE t (x)"), default);
        var files = Directory.GetFiles(_place.Directory);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_closed_database_is_one_file()
    {
        var database = await _place.OpenAsync();
        await database.WriteAsync((connection, _) => connection.ExecuteAsync("CREATE TABLE t (x)"), default);
        Assert.Equal(0, await database.ReadAsync((connection, _) => connection.ExecuteScalarAsync<int>("SELECT count(*) FROM t"), default));
        await database.DisposeAsync();
        Assert.Equal([_place.Options.SqlitePath], Directory.GetFiles(_place.Directory));
    }

    [Fact]
    public async Task A_write_waits_for_another_process_and_gives_up_in_time()
    {
        var options = _place.Options;
        options.BusyTimeout = TimeSpan.FromMilliseconds(100);
        var database = await _place.OpenAsync(options);
        await using var other = new SqliteConnection($"Data Source={options.SqlitePath};Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE");

        var refused = await Assert.ThrowsAsync<SqliteException>(() =>
            database.WriteAsync((connection, _) => connection.ExecuteAsync("CREATE TABLE t (x)"), default));

        Assert.Equal(5, refused.SqliteErrorCode);
        await other.ExecuteAsync("ROLLBACK");
        await database.WriteAsync((connection, _) => connection.ExecuteAsync("CREATE TABLE t (x)"), default);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        await File.WriteAllTextAsync(_place.Options.SqlitePath, new string('x', 5000));
        var refusal = await Assert.ThrowsAsync<StorageException>(() => _place.OpenAsync());
        Assert.Contains(_place.Options.SqlitePath, refusal.Summary, StringComparison.Ordinal);
        Assert.Contains("'Storage:DataDirectory'", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_refused_with_a_sentence()
    {
        var file = Path.Combine(_place.Directory, "file");
        await File.WriteAllTextAsync(file, "");
        var options = new StorageOptions { DataDirectory = Path.Combine(file, "data") };
        var refusal = await Assert.ThrowsAsync<StorageException>(() => _place.OpenAsync(options));
        Assert.Contains(file, refusal.Summary, StringComparison.Ordinal);
    }
}
