using Actors.Storage.GrainStates;
using Actors.Storage.PostgreSql;
using Actors.Storage.Schema;
using Actors.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Storage.Tests;

/// <summary>Where one test's data is; removed with it. Any number of databases (as it were, silos) can be opened on it.</summary>
public sealed class DatabasePlace(string directory, string? connectionString) : IAsyncDisposable
{
    private readonly List<IDatabase> _opened = [];

    public string Directory => directory;

    public StorageOptions Options => new() { DataDirectory = directory, ConnectionString = connectionString };

    /// <summary>Opens it as it is.</summary>
    public async Task<IDatabase> OpenAsync(StorageOptions? options = null)
    {
        var database = Create(options ?? Options);
        _opened.Add(database);
        await database.OpenAsync(CancellationToken.None);
        return database;
    }

    /// <summary>Opens it and brings the given components up to date.</summary>
    public async Task<IDatabase> OpenAsync(params SchemaComponent[] components)
    {
        var database = await OpenAsync();
        await UpgradeAsync(database, components);
        return database;
    }

    /// <summary>Opens it with the tables of grain states.</summary>
    public async Task<DatabaseGrainStorage> OpenGrainStorageAsync() => new(await OpenAsync(GrainStateSchema.Component), TimeProvider.System);

    public static IDatabase Create(StorageOptions options) => options.Dialect == SqlDialect.Sqlite
        ? new SqliteDatabase(options, NullLogger<SqliteDatabase>.Instance)
        : new PostgreSqlDatabase(options, NullLogger<PostgreSqlDatabase>.Instance);

    public static Task UpgradeAsync(IDatabase database, params SchemaComponent[] components) =>
        new SchemaUpgrader(database, TimeProvider.System, NullLogger<SchemaUpgrader>.Instance).UpgradeAsync(components, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened) await database.DisposeAsync();
        System.IO.Directory.Delete(directory, recursive: true);
    }
}
