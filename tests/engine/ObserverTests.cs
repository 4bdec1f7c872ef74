using System.Runtime.CompilerServices;
using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using Orleans.Utilities;

namespace Actors.Engine.Tests;

public sealed class ObserverTests
{
    [Fact]
    public async Task A_grain_tells_and_asks_an_observer()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IMessageGrain>("m");
        var target = new Target();
        var reference = silo.Grains.CreateObjectReference<IMessageObserver>(target);
        await grain.Tell(reference, "one");
        await grain.Tell(reference, "two");
        Assert.Equal("you said three", await grain.Ask(reference, "three"));
        Assert.Equal(["one", "two", "three"], target.Heard);
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Ask(reference, "fail"));
        Assert.Equal("you said four", await grain.Ask(reference, "four"));
        GC.KeepAlive(target);
    }

    [Fact]
    public async Task A_deleted_observer_cannot_be_called_and_told_words_are_lost()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IMessageGrain>("m");
        var target = new Target();
        var reference = silo.Grains.CreateObjectReference<IMessageObserver>(target);
        Assert.Equal("you said hi", await grain.Ask(reference, "hi"));
        silo.Grains.DeleteObjectReference<IMessageObserver>(reference);
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => grain.Ask(reference, "still there?"));
        await grain.Tell(reference, "hello?");
        Assert.Equal(["hi"], target.Heard);
        Assert.Throws<ArgumentException>(() => silo.Grains.DeleteObjectReference<IMessageObserver>(reference));
    }

    [Fact]
    public async Task An_observer_that_nobody_holds_goes_away()
    {
        await using var silo = await StartAsync();
        var reference = Forgotten(silo);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => silo.Grains.GetGrain<IMessageGrain>("m").Ask(reference, "anybody?"));
    }

    [Fact]
    public void A_manager_drops_observers_that_expire_or_fail()
    {
        var now = DateTime.UnixEpoch;
        var manager = new ObserverManager<string, Target>(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => now };
        var (a, b) = (new Target(), new Target());
        manager.Subscribe("a", a);
        manager.Notify(o => o.Told("1"));
        now += TimeSpan.FromSeconds(50);
        manager.Subscribe("b", b);
        now += TimeSpan.FromSeconds(20);
        manager.Notify(o => o.Told("2"));
        Assert.Equal(["1"], a.Heard);
        Assert.Equal(["2"], b.Heard);
        manager.Notify(o => throw new InvalidOperationException());
        Assert.Equal(0, manager.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IMessageObserver Forgotten(Silo silo) => silo.Grains.CreateObjectReference<IMessageObserver>(new Target());

    private static Task<Silo> StartAsync() => Silo.StartAsync(s => s.Services.AddSingleton<Journal>());

    private sealed class Target : IMessageObserver
    {
        public List<string> Heard { get; } = [];

        public void Told(string text) => Heard.Add(text);

        public async Task<string> Asked(string text)
        {
            await Task.Yield();
            if (text == "fail") throw new InvalidOperationException("deaf");
            Heard.Add(text);
            return "you said " + text;
        }
    }
}
