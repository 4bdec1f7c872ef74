using System.Data.Common;

namespace Actors.Storage;

/// <summary>
/// The one way to everything that must last. What a write has been acknowledged for survives the death of the process (kill -9) and of the machine.
/// </summary>
/// <remarks>
/// Callers pass delegates that use the connection they are given (with Dapper, for instance) and await nothing else: other writers may be waiting for them.
/// They run outside the caller's grain turn, so they touch only what was handed to them, never grain state.
/// Statements that both dialects understand (<c>ON CONFLICT</c>, <c>RETURNING</c>, <c>@name</c> parameters) need no branch on <see cref="Dialect"/>.
/// </remarks>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Which SQL the connections speak.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Creates what is missing (directory, file) and makes sure that the database answers. Called once, before anything else.</summary>
    /// <exception cref="StorageException">The database cannot be used; says why and what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Runs a query that changes nothing. It sees everything acknowledged before the call; each statement sees its own moment.</summary>
    /// <exception cref="DbException">The database refused or failed.</exception>
    Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>Runs a change in a transaction and returns once it is on disk. When the change throws, nothing of it remains and the caller gets its exception.</summary>
    /// <remarks>
    /// On SQLite writes come one after another, and writes that wait together share one commit. On PostgreSQL they run side by side (read committed):
    /// a change that decides by what it reads locks those rows first (<c>FOR UPDATE</c>) or decides within one statement.
    /// Cancellation is obeyed until the change has run; a commit under way is never abandoned.
    /// A change must not start another write.
    /// </remarks>
    /// <exception cref="DbException">The database refused or failed. A connection lost during the commit leaves the outcome unknown.</exception>
    Task<T> WriteAsync<T>(Func<DbConnection, CancellationToken, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}"/>, for a change without a result.</summary>
    Task WriteAsync(Func<DbConnection, CancellationToken, Task> change, CancellationToken cancellationToken) =>
        WriteAsync(
            async (connection, token) =>
            {
                await change(connection, token);
                return true;
            },
            cancellationToken);
}
