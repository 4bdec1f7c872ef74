using System.Data.Common;
using Actors.Storage;

namespace Actors.Cron.Tests;

/// <summary>A database that tells when it has written.</summary>
internal sealed class WatchedDatabase(IDatabase inner, Action written) : IDatabase
{
    public SqlDialect Dialect => inner.Dialect;

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) => inner.ReadAsync(query, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        var result = await inner.WriteAsync(change, cancellationToken);
        written();
        return result;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
