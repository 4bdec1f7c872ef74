using System.Diagnostics;
using Actors.Storage.GrainStates;
using Orleans.Runtime;

namespace Actors.Storage.Tests.Child;

/// <summary>Prints how many grain states of about 200 bytes can be written and read in a second, by writers at a time.</summary>
internal static class Measurement
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(IDatabase database, StorageOptions options)
    {
        await database.OpenAsync(CancellationToken.None);
        await DatabasePlace.UpgradeAsync(database, GrainStateSchema.Component);
        var storage = new DatabaseGrainStorage(database, TimeProvider.System);
        foreach (var workers in (int[])[1, 8, 64])
        {
            var writes = await RateAsync(workers, (grain, held) => storage.WriteStateAsync("state", grain, held));
            Console.WriteLine($"{options.Dialect}: {workers,3} at a time: {writes,8:F0} writes/s");
        }

        foreach (var workers in (int[])[1, 8])
        {
            var reads = await RateAsync(workers, (grain, held) => storage.ReadStateAsync("state", grain, held));
            Console.WriteLine($"{options.Dialect}: {workers,3} at a time: {reads,8:F0} reads/s");
        }
    }

    private static async Task<double> RateAsync(int workers, Func<GrainId, Held<TestState>, Task> operation)
    {
        var run = Guid.NewGuid().ToString("N");
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(index => Task.Run(async () =>
        {
            var held = new Held<TestState> { State = new TestState { Number = index, Text = new string('x', 100) } };
            var grain = GrainId.Create("measured", $"{run}/{index}");
            var count = 0;
            for (; Stopwatch.GetElapsedTime(start) < Span; count++) await operation(grain, held);
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
