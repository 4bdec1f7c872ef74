using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Actors.Storage.Sqlite;

/// <summary>The statements around every write, prepared once.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = Prepare(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = Prepare(connection, "COMMIT");
    private readonly SqliteCommand _rollback = Prepare(connection, "ROLLBACK");
    private readonly SqliteCommand _save = Prepare(connection, "SAVEPOINT one_write");
    private readonly SqliteCommand _release = Prepare(connection, "RELEASE one_write");
    private readonly SqliteCommand _undo = Prepare(connection, "ROLLBACK TO one_write");

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Save() => _save.ExecuteNonQuery();

    public void Release() => _release.ExecuteNonQuery();

    public void Undo() => _undo.ExecuteNonQuery();

    public void RollbackIfOpen()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The disk is failing: the next BEGIN fails too and says so to those who wait for it.
        }
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_begin, _commit, _rollback, _save, _release, _undo])
            command.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
