namespace Actors.Storage.Schema;

/// <summary>One step of a component's tables: the script that makes version <paramref name="Version"/> out of the one before, in both dialects. Never changed once released.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="Sqlite">Statements for SQLite.</param>
/// <param name="PostgreSql">Statements for PostgreSQL.</param>
public sealed record SchemaUpgrade(int Version, string Sqlite, string PostgreSql)
{
    /// <summary>The script for a dialect.</summary>
    public string Script(SqlDialect dialect) => dialect == SqlDialect.Sqlite ? Sqlite : PostgreSql;
}
