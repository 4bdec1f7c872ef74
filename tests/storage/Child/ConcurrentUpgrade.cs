using Actors.Storage.Schema;

namespace Actors.Storage.Tests.Child;

/// <summary>Upgrades when told so by a line on standard input, so that two of them can be set off at the same moment.</summary>
internal static class ConcurrentUpgrade
{
    /// <summary>Each step leaves a mark; none of them could be applied twice without one too many.</summary>
    public static SchemaComponent Component { get; } = new("marks",
    [
        Step(1, "CREATE TABLE marks (step INTEGER NOT NULL); INSERT INTO marks VALUES (1)"),
        Step(2, "INSERT INTO marks VALUES (2)"),
        Step(3, "INSERT INTO marks VALUES (3)"),
    ]);

    public static async Task RunAsync(IDatabase database)
    {
        await Console.Out.WriteLineAsync("waiting");
        await Console.In.ReadLineAsync();
        await database.OpenAsync(CancellationToken.None);
        await DatabasePlace.UpgradeAsync(database, Component);
    }

    private static SchemaUpgrade Step(int version, string sql) => new(version, sql, sql);
}
