using Actors.Storage;
using Actors.Storage.Tests;

namespace Actors.Cron.Tests;

/// <summary>kill -9 in the middle of 200 due jobs.</summary>
[Collection(Databases.Collection)]
[Trait("Category", "Slow")]
public sealed class KillTests(Databases databases)
{
    private const int Jobs = 200;
    private const string Before = "2026-03-06 11:59:57";
    private static readonly DateTimeOffset Noon = DataTable.Instant("2026-03-06 12:00:00");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task KilledAndStartedAgain(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await SeedAsync(place);
        string[] begun, ended;
        using (var first = new SiloChild(place.Options, Before, "", 100, mostEnds: 60))
        {
            await SiloChild.StartAsync(first);
            await first.UntilAsync(static child => child.Named("end").Length == 60 && child.Named("begin").Length > 60);
            await first.KillAsync();
            (begun, ended) = (first.Named("begin"), first.Named("end"));
        }

        using var second = new SiloChild(place.Options, "2026-03-06 12:00:40", "", 100);
        await SiloChild.StartAsync(second);
        await AllEndedAsync(place, second);
        await second.StopAsync();
        await CheckAsync(place, begun, ended, second);
    }

    [Theory, OnPostgreSql]
    public async Task OneOfTwoKilled(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await SeedAsync(place);
        using var first = new SiloChild(place.Options, Before, "", 200, mostEnds: 30);

        // It waits with what it takes, so that there is something left for the other, however late that one comes.
        using var second = new SiloChild(place.Options, Before, "", 200, mostEnds: 0);
        await SiloChild.StartAsync(first, second);
        await first.UntilAsync(static child => child.Named("end").Length == 30 && child.Named("begin").Length > 30);
        await first.KillAsync();
        await second.GoOnAsync();
        await AllEndedAsync(place, second);
        await second.StopAsync();
        await CheckAsync(place, first.Named("begin"), first.Named("end"), second);
        Assert.True(second.Named("end").Length > 0);
    }

    private static async Task SeedAsync(DatabasePlace place)
    {
        await using var database = DatabasePlace.Create(place.Options);
        await database.OpenAsync(CancellationToken.None);
        await DatabasePlace.UpgradeAsync(database, CronSchema.Component);
        var ledger = new CronLedger(database);

        // Lasting triggers, one-shot triggers of a zone with daylight saving, and intervals, in turn.
        (string Schedule, string Zone)[] kinds = [("every day 12:00", "UTC"), ("every day 13:00", "Europe/Berlin"), ("every 10 minutes", "UTC")];
        for (var app = 0; app < 10; app++)
        {
            var jobs = Enumerable.Range(0, Jobs / 10).Select(n =>
            {
                var (schedule, zone) = kinds[n % kinds.Length];
                return new JobState($"app{app}", $"job{n}", new JobDefinition($"/{n}", schedule, zone)) { Position = n, Since = Noon.AddMinutes(-10) };
            });
            await ledger.ReplaceAsync($"app{app}", [.. jobs], CancellationToken.None);
        }
    }

    private static async Task AllEndedAsync(DatabasePlace place, SiloChild child)
    {
        await using var database = DatabasePlace.Create(place.Options);
        await database.OpenAsync(CancellationToken.None);
        var ledger = new CronLedger(database);
        for (var n = 0; ; n++)
        {
            var runs = await RunsAsync(ledger);
            if (runs.Count >= Jobs && runs.All(static run => !run.IsActive))
                return;
            Assert.True(n < 600, $"{runs.Count} runs, {runs.Count(static run => run.IsActive)} of them not ended; {child.Count}");
            await Task.Delay(100);
        }
    }

    private static async Task CheckAsync(DatabasePlace place, string[] begun, string[] ended, SiloChild second)
    {
        await using var database = DatabasePlace.Create(place.Options);
        await database.OpenAsync(CancellationToken.None);
        var runs = await RunsAsync(new CronLedger(database));

        // Each occurrence ran, and there is one for each job.
        Assert.Equal(Jobs, runs.Count);
        Assert.All(runs, static run => Assert.Equal((RunState.Succeeded, Noon), (run.State, run.Scheduled)));

        // None twice in one life. A finished one is not run again: at most those whose end could not be written down any more, which were under way at the kill.
        var again = second.Named("begin");
        Assert.Equal(again.Length, again.Distinct().Count());
        Assert.Equal(begun.Length, begun.Distinct().Count());
        var marked = runs.Where(static run => run.Interruptions > 0).Select(static run => $"{run.App} {run.Job}-{run.Scheduled.ToUnixTimeSeconds()}").ToHashSet();
        Assert.True(marked.Count is > 0 and <= 20, $"{marked.Count} marked");
        Assert.All(begun.Intersect(again), run => Assert.Contains(run, marked));
        Assert.All(marked, run => Assert.Contains(run, again));

        // Interrupted ones ran once more.
        Assert.All(begun.Except(ended), run => Assert.Contains(run, again));
        Assert.Equal(Jobs, begun.Concat(again).Distinct().Count());
    }

    private static async Task<List<RunRecord>> RunsAsync(CronLedger ledger)
    {
        var all = new List<RunRecord>();
        for (var app = 0; app < 10; app++)
            all.AddRange(await ledger.HistoryAsync($"app{app}", null, 1000, CancellationToken.None));
        return all;
    }
}
