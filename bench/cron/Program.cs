using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Actors.Cron;
using Actors.Cron.Tests;
using Actors.Storage;
using Actors.Storage.PostgreSql;
using Actors.Storage.Schema;
using Actors.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// Measures scheduled tasks with many jobs in one store: DIRECTORY JOBS APPS RATE SECONDS [CONNECTION_STRING]. Prints a table.
if (args.Length is < 5 or > 6)
    return 2;
var number = (int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
var (jobCount, appCount, rate, seconds) = (number(1), number(2), number(3), number(4));
var storage = new StorageOptions { DataDirectory = args[0], ConnectionString = args.ElementAtOrDefault(5) };
var start = new DateTimeOffset(2026, 3, 6, 11, 30, 0, TimeSpan.Zero);

await using IDatabase database = storage.Dialect == SqlDialect.Sqlite
    ? new SqliteDatabase(storage, NullLogger<SqliteDatabase>.Instance) : new PostgreSqlDatabase(storage, NullLogger<PostgreSqlDatabase>.Instance);
await database.OpenAsync(default);
await new SchemaUpgrader(database, TimeProvider.System, NullLogger<SchemaUpgrader>.Instance).UpgradeAsync([CronSchema.Component], default);
var ledger = new CronLedger(database);

// Lasting triggers and triggers of one occurrence, none due but 200 at noon.
string[] schedules = ["every day 04:30", "every monday 09:00", "every 24 hours", "1st,3rd tuesday of month 05:00"];
var watch = Stopwatch.StartNew();
for (var app = 0; app < appCount; app++)
{
    var jobs = Enumerable.Range(0, jobCount / appCount).Select(n => new JobState($"app{app}", $"job{n}", new JobDefinition(
        $"/{n}", app < 200 && n == 0 ? "every day 12:00" : schedules[n % schedules.Length], n % 3 == 0 ? "UTC" : "America/New_York")) { Position = n, Since = start });
    await ledger.ReplaceAsync($"app{app}", [.. jobs], default);
}

Say("cron.yaml of all apps taken", $"{watch.Elapsed.TotalSeconds:F1} s");
await LifeAsync("first start: every job gets its trigger", start, async (cron, time, requests) =>
{
    var from = time.GetUtcNow().AddSeconds(30 + (rate * seconds / 400));
    watch.Restart();
    for (var n = 0; n < rate * seconds; n++)
        await cron.RunAsync($"app{n % appCount}", $"job{1 + (n / appCount % ((jobCount / appCount) - 1))}", from.AddMilliseconds(n * 1000.0 / rate), default);
    Say($"{rate * seconds} further triggers stored", $"{watch.Elapsed.TotalSeconds:F1} s");
    await requests.UntilAsync(rate * seconds, from.AddSeconds(seconds + 120) - time.GetUtcNow());
    Lateness($"{rate} runs/s for {seconds} s", requests);
});
await LifeAsync("second start: all triggers are there", start.AddMinutes(29.5), async (_, _, requests) =>
{
    await requests.UntilAsync(200, TimeSpan.FromMinutes(3));
    Lateness("200 jobs due in the same minute, in one store with all others", requests);
});
return 0;

async Task LifeAsync(string what, DateTimeOffset now, Func<CronService, TimeProvider, Answers, Task> measure)
{
    var time = new ShiftedTime(now);
    var requests = new Answers(time);
    GC.Collect();
    var before = GC.GetTotalMemory(true);
    await using var cron = new CronService(database, requests, Options.Create(new CronOptions()), Options.Create(storage), time, NullLoggerFactory.Instance);
    var began = Stopwatch.StartNew();
    await cron.StartAsync(null, default);
    Say(what, $"{began.Elapsed.TotalSeconds:F1} s");
    Say("  memory held after it", $"{(GC.GetTotalMemory(true) - before) / 1048576.0:F1} MB; process {Environment.WorkingSet / 1048576.0:F0} MB");
    await measure(cron, time, requests);
}

static void Lateness(string what, Answers requests)
{
    double[] late = [.. requests.Late.Select(each => each.TotalMilliseconds).Order()];
    Say(what, string.Create(CultureInfo.InvariantCulture, $"{late.Length} runs; late p50 {late[late.Length / 2]:F0} ms, p99 {late[(int)(late.Length * 0.99)]:F0} ms, at most {late[^1]:F0} ms"));
}

static void Say(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");

internal sealed class Answers(TimeProvider time) : ICronRequests
{
    public ConcurrentBag<TimeSpan> Late { get; } = [];

    public Task<CronAnswer> SendAsync(CronRequest request, CancellationToken cancellationToken)
    {
        Late.Add(time.GetUtcNow() - request.Scheduled);
        return Task.FromResult(new CronAnswer(200, TimeSpan.Zero, null));
    }

    public async Task UntilAsync(int count, TimeSpan most)
    {
        for (var watch = Stopwatch.StartNew(); Late.Count < count && watch.Elapsed < most;)
            await Task.Delay(50);
    }
}
