using System.Diagnostics;
using Actors.Engine.Tests.Samples;
using Xunit.Abstractions;

namespace Actors.Engine.Tests;

/// <summary>What a call costs. The limits are far from what a machine at rest measures (see engine/README.md), so that they only fail when something is broken.</summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class SpeedTests(ITestOutputHelper output)
{
    private const int Calls = 200_000;

    [Fact]
    public Task A_call_that_ends_at_once() => MeasureAsync(nameof(ICounterGrain.Add), grain => grain.Add(1), mostBytes: 500);

    [Fact]
    public Task A_call_that_awaits() => MeasureAsync(nameof(ICounterGrain.AddSlowly), grain => grain.AddSlowly(1), mostBytes: 1600);

    [Fact]
    public async Task A_call_through_a_new_reference()
    {
        await using var silo = await Silo.StartAsync(copy: false);
        await MeasureAsync(silo, "GetGrain and Add", _ => silo.Grains.GetGrain<ICounterGrain>("c").Add(1), mostBytes: 700);
    }

    [Fact]
    public async Task Calls_of_many_callers_to_many_grains()
    {
        await using var silo = await Silo.StartAsync(copy: false);
        var grains = Enumerable.Range(0, 64).Select(i => silo.Grains.GetGrain<ICounterGrain>("c" + i)).ToArray();
        foreach (var grain in grains) await grain.Add(1);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(grains.Select(grain => Task.Run(async () =>
        {
            for (var i = 0; i < Calls / 16; i++) await grain.AddSlowly(1);
        })));
        var rate = Calls * 4 / watch.Elapsed.TotalSeconds;
        output.WriteLine($"64 callers: {rate:N0} calls/s that await");
        Assert.True(rate > 20_000, $"{rate:N0} calls/s");
    }

    private async Task MeasureAsync(string name, Func<ICounterGrain, Task> call, int mostBytes)
    {
        await using var silo = await Silo.StartAsync(copy: false);
        await MeasureAsync(silo, name, call, mostBytes);
    }

    private async Task MeasureAsync(Silo silo, string name, Func<ICounterGrain, Task> call, int mostBytes)
    {
        var grain = silo.Grains.GetGrain<ICounterGrain>("c");
        var (nanoseconds, bytes) = await Task.Run(async () =>
        {
            for (var i = 0; i < Calls; i++) await call(grain);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Calls; i++) await call(grain);
            return (watch.Elapsed.TotalNanoseconds / Calls, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Calls);
        });
        output.WriteLine($"{name}: {nanoseconds:N0} ns, {bytes} bytes, {1e9 / nanoseconds:N0} calls/s");
        Assert.True(nanoseconds < 50_000, $"{name}: {nanoseconds:N0} ns");
        Assert.InRange(bytes, 0, mostBytes);
    }
}
