namespace Actors.Storage;

/// <summary>Which SQL a database speaks.</summary>
public enum SqlDialect
{
    /// <summary>SQLite: a file in the data directory; one silo.</summary>
    Sqlite,

    /// <summary>PostgreSQL: a server; required on a cluster.</summary>
    PostgreSql,
}
