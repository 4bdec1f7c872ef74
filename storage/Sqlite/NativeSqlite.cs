namespace Actors.Storage.Sqlite;

/// <summary>Binds the SQLite library that comes with the program, once per process.</summary>
internal static class NativeSqlite
{
    static NativeSqlite() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Makes sure that it has happened.</summary>
    public static void Load()
    {
    }
}
