using System.Diagnostics;
using System.Globalization;
using Actors.Bench.Growth;

const int Requests = 100_000, Rounds = 15, Running = 200;
await using var alone = await GrownSilo.StartAsync(apps: 1, versions: 1, running: 1);
await using var grown = await GrownSilo.StartAsync(apps: 1000, versions: 3, running: Running);
string[] one = ["app0.localhost"];
var spread = Enumerable.Range(0, Running).Select(static app => $"app{app}.localhost").ToArray();

// Warm, then in turn: each round's ratios are of figures that lie next to each other.
for (var warm = 0; warm < 3; warm++)
{
    await MeasureAsync(alone, one);
    await MeasureAsync(grown, spread);
}

var rounds = new List<((double Time, double Bytes) Alone, (double Time, double Bytes) Same, (double Time, double Bytes) Spread)>();
for (var round = 0; round < Rounds; round++)
    rounds.Add((await MeasureAsync(alone, one), await MeasureAsync(grown, one), await MeasureAsync(grown, spread)));

Console.WriteLine("| silo | ns per request | bytes per request | time, ratio (quartiles) |");
Console.WriteLine("|---|---:|---:|---:|");
Row("one app, one version", rounds.Select(static round => round.Alone), []);
Row($"1000 apps x 3 versions, {Running} running; one of them asked", rounds.Select(static round => round.Same), rounds.Select(static round => round.Same.Time / round.Alone.Time));
Row($"the same, all {Running} asked in turn", rounds.Select(static round => round.Spread), rounds.Select(static round => round.Spread.Time / round.Alone.Time));

GC.Collect();
var before = Process.GetCurrentProcess().TotalProcessorTime;
var watch = Stopwatch.StartNew();
await Task.Delay(TimeSpan.FromSeconds(20));
var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / watch.Elapsed.TotalSeconds;
Console.WriteLine();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Idle, {Running + 1} instances looked at every second: {used * 100:0.00} % of a core over 20 s."));

static async Task<(double Time, double Bytes)> MeasureAsync(GrownSilo silo, string[] hosts)
{
    var bytes = GC.GetTotalAllocatedBytes(precise: true);
    var watch = Stopwatch.StartNew();
    for (var request = 0; request < Requests; request++)
        await silo.RequestAsync(hosts[request % hosts.Length]);
    return (watch.Elapsed.TotalNanoseconds / Requests, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Requests);
}

static void Row(string name, IEnumerable<(double Time, double Bytes)> figures, IEnumerable<double> ratios)
{
    var all = figures.ToArray();
    var sorted = ratios.Order().ToArray();
    var ratio = sorted.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.00} ({sorted[sorted.Length / 4]:0.00} to {sorted[sorted.Length * 3 / 4]:0.00})");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median(all.Select(static each => each.Time)):0} | {Median(all.Select(static each => each.Bytes)):0} | {ratio} |"));
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
