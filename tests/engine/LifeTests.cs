using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

public sealed class LifeTests
{
    [Fact]
    public async Task There_is_one_activation_however_many_first_calls_come_at_once()
    {
        var (silo, _, _, switches) = await StartAsync();
        await using var __ = silo;
        var numbers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => silo.Grains.GetGrain<ILifeGrain>("g").Number())));
        Assert.All(numbers, n => Assert.Equal(1, n));
        Assert.Equal(1, switches.Activations);
    }

    [Fact]
    public async Task The_activation_sees_the_request_context_of_the_call_that_caused_it()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        RequestContext.Set("who", "me");
        await grain.Number();
        Assert.Equal("activating 1 for me", journal.Lines[0]);
    }

    [Fact]
    public async Task A_failed_activation_fails_its_calls_with_its_exception_and_the_next_call_tries_again()
    {
        var (silo, journal, grain, switches) = await StartAsync();
        await using var _ = silo;
        switches.FailActivation = true;
        var first = Assert.ThrowsAsync<InvalidDataException>(grain.Number);
        await Assert.ThrowsAsync<InvalidDataException>(grain.Number);
        Assert.Equal("no life today", (await first).Message);
        Assert.Equal(0, silo.Engine.Directory.Count);
        switches.FailActivation = false;
        var number = await grain.Number();
        Assert.True(number > 1);
        Assert.True(journal.HasSeen("disposed 1"));
    }

    [Fact]
    public async Task An_activation_that_takes_too_long_fails()
    {
        var (silo, journal, grain, switches) = await StartAsync();
        await using var _ = silo;
        switches.HoldActivation = true;
        var call = grain.Number();
        await journal.Seen("activating 1 for ");
        silo.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task After_DeactivateOnIdle_waiting_calls_go_to_a_new_activation()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        var ending = grain.EndAndHold("last");
        await journal.Seen("in last");
        var waiting = Enumerable.Range(0, 10).Select(_ => grain.Number()).ToArray();
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        journal.Open("last");
        await ending;
        Assert.All(await Task.WhenAll(waiting), n => Assert.Equal(2, n));
        Assert.Equal(["activating 1 for ", "in last", "ending 1: ApplicationRequested", "disposed 1", "activating 2 for "], journal.Lines);
    }

    [Fact]
    public async Task Of_a_hundred_callers_none_is_rejected_when_each_activation_ends_with_its_first_call()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        var calls = Enumerable.Range(0, 100).Select(_ => grain.EndAndHold("last")).ToArray();
        await journal.Seen("in last");
        journal.Open("last");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Calls_that_come_while_the_activation_ends_wait_for_the_next()
    {
        var (silo, journal, grain, switches) = await StartAsync();
        await using var _ = silo;
        switches.HoldEnd = true;
        journal.Open("last");
        await grain.EndAndHold("last");
        await journal.Seen("ending 1: ApplicationRequested");
        var call = grain.Number();
        await silo.Quiet(grain);
        Assert.False(call.IsCompleted);
        journal.Open("end");
        Assert.Equal(2, await call);
    }

    [Fact]
    public async Task A_failing_or_hanging_OnDeactivateAsync_does_not_block_the_key()
    {
        var (silo, journal, grain, switches) = await StartAsync();
        await using var _ = silo;
        switches.FailEnd = true;
        journal.Open("last");
        await grain.EndAndHold("last");
        Assert.Equal(2, await grain.Number());
        (switches.FailEnd, switches.HoldEnd) = (false, true);
        await grain.EndAndHold("last");
        await journal.Seen("ending 2: ApplicationRequested");
        var call = grain.Number();
        await silo.Quiet(grain);
        silo.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, await call.WaitAsync(TimeSpan.FromSeconds(20)));
        journal.Open("end");
    }

    [Fact]
    public async Task A_grain_that_always_ends_at_once_does_not_send_calls_round_for_ever()
    {
        var (silo, _, grain, switches) = await StartAsync();
        await using var __ = silo;
        switches.EndAtOnce = true;
        await Assert.ThrowsAnyAsync<OrleansMessageRejectionException>(grain.Number);
        Assert.InRange(switches.Activations, 2, 50);
    }

    [Fact]
    public async Task An_idle_activation_is_collected_at_its_age_and_a_used_one_is_not()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        await grain.Number();
        for (var minute = 0; minute < 3; minute++)
        {
            silo.Time.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(1, await grain.Number());
        }

        silo.Time.Advance(TimeSpan.FromMinutes(17));
        await journal.Seen("disposed 1");
        Assert.True(journal.HasSeen("ending 1: ActivationIdle"));
    }

    [Fact]
    public async Task A_running_call_keeps_its_activation()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        var call = grain.Hold("long");
        await journal.Seen("in long");
        silo.Time.Advance(TimeSpan.FromHours(3));
        await silo.Quiet(grain);
        Assert.Equal(1, silo.Engine.Directory.Count);
        journal.Open("long");
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task DelayDeactivation_keeps_an_idle_activation_for_its_time_and_a_negative_time_takes_it_back()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        await grain.Keep(TimeSpan.FromHours(2));
        silo.Time.Advance(TimeSpan.FromMinutes(110));
        Assert.Equal(1, await grain.Number());
        await grain.Keep(TimeSpan.MaxValue);
        silo.Time.Advance(TimeSpan.FromHours(30));
        Assert.Equal(1, await grain.Number());
        await grain.Keep(TimeSpan.FromSeconds(-1));
        silo.Time.Advance(TimeSpan.FromMinutes(17));
        await journal.Seen("disposed 1");
    }

    [Fact]
    public async Task A_class_may_have_an_age_of_its_own()
    {
        var (silo, journal, grain, _) = await StartAsync(o => o.ClassSpecificCollectionAge[typeof(LifeGrain).FullName!] = TimeSpan.FromMinutes(3));
        await using var __ = silo;
        await grain.Number();
        silo.Time.Advance(TimeSpan.FromMinutes(5));
        await journal.Seen("disposed 1");
    }

    [Fact]
    public async Task When_the_silo_stops_running_calls_finish_grains_end_and_later_calls_fail()
    {
        var (silo, journal, grain, _) = await StartAsync();
        await using var __ = silo;
        var call = grain.Hold("long");
        await journal.Seen("in long");
        var stop = silo.StopAsync();
        Assert.False(stop.IsCompleted);
        journal.Open("long");
        await call;
        await stop;
        Assert.Equal(["activating 1 for ", "in long", "ending 1: ShuttingDown", "disposed 1"], journal.Lines);
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Number);
    }

    private static async Task<(Silo Silo, Journal Journal, ILifeGrain Grain, LifeGrain.Switches Switches)> StartAsync(Action<GrainCollectionOptions>? configure = null)
    {
        var silo = await Silo.StartAsync(s =>
        {
            s.Services.AddSingleton<Journal>().AddSingleton<LifeGrain.Switches>();
            if (configure is not null) s.Services.Configure(configure);
        });
        return (silo, silo.Services.GetRequiredService<Journal>(), silo.Grains.GetGrain<ILifeGrain>("g"), silo.Services.GetRequiredService<LifeGrain.Switches>());
    }
}
