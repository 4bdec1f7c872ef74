using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Actors.Storage.Schema;

/// <summary>
/// Brings the tables of all components to the version this build knows, in place. All steps are one transaction: a failure in any leaves the database as it was.
/// Silos that start at once take turns, the later ones find nothing to do.
/// </summary>
public sealed class SchemaUpgrader(IDatabase database, TimeProvider time, ILogger<SchemaUpgrader> logger)
{
    // Any number that nothing else in the database uses as an advisory lock.
    private const long UpgradeLock = 0x6163_746f_7273;

    private const string VersionsTable = """
        CREATE TABLE IF NOT EXISTS schema_versions (
            component TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            upgraded_at BIGINT NOT NULL
        )
        """;

    private const string StoreVersion = """
        INSERT INTO schema_versions (component, version, upgraded_at) VALUES (@Name, @Latest, @now)
        ON CONFLICT (component) DO UPDATE SET version = excluded.version, upgraded_at = excluded.upgraded_at
        """;

    /// <summary>Applies what is missing. Components that this build does not know are left alone.</summary>
    /// <exception cref="StorageException">A component is newer in the database than in this build; nothing was changed.</exception>
    /// <exception cref="DbException">A script failed; nothing was changed.</exception>
    public async Task UpgradeAsync(IReadOnlyCollection<SchemaComponent> components, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(components);
        var changes = await database.WriteAsync((connection, token) => ApplyAsync(connection, components, token), cancellationToken);
        foreach (var (component, from) in changes)
            logger.SchemaUpgraded(component.Name, from, component.Latest);
    }

    private async Task<List<(SchemaComponent Component, int From)>> ApplyAsync(
        DbConnection connection, IReadOnlyCollection<SchemaComponent> components, CancellationToken cancellationToken)
    {
        // SQLite has one writer at a time across processes anyway.
        if (database.Dialect == SqlDialect.PostgreSql) await ExecuteAsync($"SELECT pg_advisory_xact_lock({UpgradeLock})");
        await ExecuteAsync(VersionsTable);
        var versions = (await connection.QueryAsync<(string Component, int Version)>(
                new CommandDefinition("SELECT component, version FROM schema_versions", cancellationToken: cancellationToken)))
            .ToDictionary(row => row.Component, row => row.Version);

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var changes = new List<(SchemaComponent, int)>();
        foreach (var component in components)
        {
            var from = versions.GetValueOrDefault(component.Name);
            foreach (var upgrade in component.UpgradesAfter(from))
                await ExecuteAsync(upgrade.Script(database.Dialect));
            if (from == component.Latest) continue;
            await ExecuteAsync(StoreVersion, new { component.Name, component.Latest, now });
            changes.Add((component, from));
        }

        return changes;

        Task ExecuteAsync(string sql, object? parameters = null) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
