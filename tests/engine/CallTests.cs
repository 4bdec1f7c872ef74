using Actors.Engine.Tests.Samples;
using Orleans;

namespace Actors.Engine.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task A_grain_keeps_its_state_between_calls()
    {
        await using var silo = await Silo.StartAsync();
        var counter = silo.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal(2, await counter.Add(2));
        Assert.Equal(5, await counter.AddSlowly(3));
        Assert.Equal(5, await counter.Value());
        Assert.Equal("a", await counter.Key());
        Assert.Equal("a", counter.GetPrimaryKeyString());
        Assert.Equal(0, await silo.Grains.GetGrain<ICounterGrain>("b").Value());
    }

    [Fact]
    public async Task A_stopped_grain_begins_anew()
    {
        await using var silo = await Silo.StartAsync();
        var counter = silo.Grains.GetGrain<ICounterGrain>("a");
        await counter.Add(2);
        await counter.Stop();
        Assert.Equal(1, await counter.Add(1));
    }
}
