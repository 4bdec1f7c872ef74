using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Actors.Storage.PostgreSql;

/// <summary>A PostgreSQL database behind a connection pool (its size is in the connection string: <c>Maximum Pool Size</c>, default 100).</summary>
public sealed class PostgreSqlDatabase(StorageOptions options, ILogger<PostgreSqlDatabase> logger) : IDatabase
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(options.ConnectionString ?? "");

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.PostgreSql;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            logger.PostgreSqlOpened(connection.ServerVersion, address.Host, address.Database);
            foreach (var setting in (string[])["fsync", "synchronous_commit"])
            {
                var value = await connection.ExecuteScalarAsync<string>(new CommandDefinition($"SHOW {setting}", cancellationToken: cancellationToken));
                if (value == "off") logger.NotDurable(setting);
            }
        }
        catch (DbException e)
        {
            throw new StorageException(
                $"The PostgreSQL database '{address.Database ?? address.Username}' at '{address.Host}' cannot be opened: {e.Message.TrimEnd('.')}.",
                "Check that the server runs, that the database and the user exist, and 'Storage:ConnectionString'.",
                e);
        }
    }

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await query(connection, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await change(connection, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
