using System.Globalization;
using Actors.Storage.GrainStates;
using Actors.Storage.Tests.Child;
using Dapper;

namespace Actors.Storage.Tests.GrainStates;

[Collection(Databases.Collection)]
[Trait("Category", "Slow")]
public sealed class KillTests(Databases databases)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Kill_9_in_the_middle_of_writes_loses_nothing_acknowledged(SqlDialect dialect)
    {
        var random = new Random(9);
        await using var place = await databases.NewAsync(dialect);
        // Several lives of one database, each killed at another moment: what comes after a recovery counts too.
        for (var life = 0; life < 8; life++)
        {
            var acknowledged = await KilledLifeAsync(place.Options, acknowledgements: random.Next(1, 1500));
            await CheckAsync(place, acknowledged);
        }
    }

    private static async Task<Dictionary<int, long>> KilledLifeAsync(StorageOptions options, int acknowledgements)
    {
        var acknowledged = new Dictionary<int, long>();
        using var child = ChildProcess.Start("write", options);
        for (var seen = 0; await child.Output.ReadLineAsync() is { } line; seen++)
        {
            if (seen == acknowledgements) child.Kill();
            // Only a line that is whole was acknowledged; those still in the pipe at the kill count.
            if (line.Split(' ') is [var grain, var number, "ok"])
                acknowledged[int.Parse(grain, CultureInfo.InvariantCulture)] = long.Parse(number, CultureInfo.InvariantCulture);
        }

        var end = await child.EndAsync();
        Assert.StartsWith("exit code 137", end, StringComparison.Ordinal);
        return acknowledged;
    }

    private static async Task CheckAsync(DatabasePlace place, Dictionary<int, long> acknowledged)
    {
        Assert.NotEmpty(acknowledged);
        // Closed again before the next life, which must not find anybody there.
        await using var database = await place.OpenAsync(GrainStateSchema.Component);
        var storage = new DatabaseGrainStorage(database, TimeProvider.System);
        foreach (var (index, number) in acknowledged)
        {
            var held = new Held<TestState>();
            await storage.ReadStateAsync("state", AcknowledgingWriter.Grain(index), held);
            // One more may have been written whose acknowledgement was never said.
            Assert.InRange(held.State!.Number, number, number + 1);
            Assert.Equal(AcknowledgingWriter.TextOf(held.State.Number), held.State.Text);
        }

        if (place.Options.Dialect == SqlDialect.PostgreSql) return;
        Assert.Equal("ok", await database.ReadAsync((connection, _) => connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"), default));
    }
}
