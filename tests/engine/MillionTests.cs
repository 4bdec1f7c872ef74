using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Xunit.Abstractions;

namespace Actors.Engine.Tests;

[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class MillionTests(ITestOutputHelper output)
{
    private const int Grains = 1_000_000;

    [Fact]
    public async Task A_million_activations_are_collected_and_leave_nothing_behind()
    {
        await using var silo = await Silo.StartAsync(s => s.Services.Configure<GrainCollectionOptions>(o => o.CollectionQuantum = TimeSpan.FromMinutes(8)), copy: false);
        await RoundAsync(silo, 10_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = await RoundAsync(silo, Grains);

        // What the round held is still on the stack that resumes this method, until that unwinds.
        await Task.Yield();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{(peak - before) / Grains} bytes per activation; {(after - before) / 1024} KiB left after a million");

        // The directory's table and the pool's queues stay as large as they once were; a leaked key alone would be more than this.
        Assert.InRange(after - before, long.MinValue, 40L * Grains);
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
        silo.Time.Advance(TimeSpan.FromMinutes(25));
        await Task.WhenAll(ends).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, silo.Engine.Directory.Count);
        return peak;
    }
}
