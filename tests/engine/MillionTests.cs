using Actors.Engine.Tests.Samples;
using Xunit.Abstractions;

namespace Actors.Engine.Tests;

[Collection(AloneCollection.Name)]
public sealed class MillionTests(ITestOutputHelper output)
{
    private const int Grains = 1_000_000;

    [Fact]
    public async Task A_million_activations_are_collected_and_leave_nothing_behind()
    {
        await using var silo = await Silo.StartAsync(copy: false);

        // The first round makes room: the directory's table and the pool's queues stay as large as they once were.
        await RoundAsync(silo, Grains / 2 + Grains / 10);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = await RoundAsync(silo, Grains);

        // What the round held is still on the stack that resumes this method, until that unwinds.
        await Task.Yield();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{(peak - before) / Grains} bytes per activation; {(after - before) / 1024} KiB left after a million");

        // One leaked object per grain, however small, would be more.
        Assert.InRange(after - before, long.MinValue, 20L * Grains);
        Assert.InRange((peak - before) / Grains, 1, 1_500);
    }

    private static async Task<long> RoundAsync(Silo silo, int grains)
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(half => Task.Run(async () =>
        {
            for (var i = half; i < grains; i += 2) await silo.Grains.GetGrain<ICounterGrain>("m" + i).Add(1);
        })));
        Assert.Equal(grains, silo.Engine.Directory.Count);
        var peak = GC.GetTotalMemory(forceFullCollection: true);
        var ends = silo.Engine.Directory.Activations.Select(a => a.Deactivated).ToArray();
        silo.Time.Advance(TimeSpan.FromMinutes(17));
        await Task.WhenAll(ends).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, silo.Engine.Directory.Count);
        return peak;
    }
}
