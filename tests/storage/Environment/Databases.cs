using Npgsql;

namespace Actors.Storage.Tests;

/// <summary>Gives out empty databases: a directory of its own for SQLite, a schema of its own in one private server for PostgreSQL.</summary>
public sealed class Databases : IAsyncLifetime
{
    public const string Collection = "databases";

    private PostgresServer? _server;
    private int _schemas;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<DatabasePlace> NewAsync(SqlDialect dialect)
    {
        var directory = Directory.CreateTempSubdirectory("actors-storage").FullName;
        if (dialect == SqlDialect.Sqlite) return new DatabasePlace(directory, null);

        _server ??= await PostgresServer.StartAsync(PostgresPrograms.Find()!);
        var schema = $"test_{++_schemas}";
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = source.CreateCommand($"CREATE SCHEMA {schema}");
        await command.ExecuteNonQueryAsync();
        return new DatabasePlace(directory, $"{_server.ConnectionString};Search Path={schema}");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Tests that use databases of both kinds run one after another, with one server.</summary>
[CollectionDefinition(Databases.Collection)]
public sealed class DatabasesCollection : ICollectionFixture<Databases>;
