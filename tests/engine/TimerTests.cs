using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;

namespace Actors.Engine.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_again_after_its_period()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Start(2 * Second, Second, interleave: false, keepAlive: false);
        silo.Time.Advance(Second);
        await silo.Quiet(grain);
        Assert.Empty(journal.Lines);
        await TickAsync(silo, journal, 1);
        await TickAsync(silo, journal, 2);
    }

    [Fact]
    public async Task The_period_counts_from_the_end_of_a_callback_which_never_meets_itself()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("wait");
        await grain.Start(Second, Second, interleave: true, keepAlive: false);
        silo.Time.Advance(Second);
        await journal.Seen("tick 1");
        silo.Time.Advance(10 * Second);
        await silo.Quiet(grain);
        Assert.False(journal.HasSeen("tick 2"));
        journal.Open("tick 1", "tick 2");
        await journal.Seen("ticked 1");
        await silo.Quiet(grain);
        await TickAsync(silo, journal, 2);
    }

    [Fact]
    public async Task A_timer_that_does_not_interleave_waits_for_the_running_call()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Start(Second, Second, interleave: false, keepAlive: false);
        var hold = grain.Hold();
        await journal.Seen("held");
        silo.Time.Advance(Second);
        await silo.Quiet(grain);
        Assert.False(journal.HasSeen("tick 1"));
        journal.Open("hold");
        await hold;
        await journal.Seen("ticked 1");
    }

    [Fact]
    public async Task A_timer_that_interleaves_runs_beside_a_call_and_calls_beside_it()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("wait");
        await grain.Start(Second, Second, interleave: true, keepAlive: false);
        var hold = grain.Hold();
        await journal.Seen("held");
        silo.Time.Advance(Second);
        await journal.Seen("tick 1");
        journal.Open("hold");
        await hold;
        await grain.Do("");
        journal.Open("tick 1");
        await journal.Seen("ticked 1");
    }

    [Fact]
    public async Task A_timer_disposed_in_its_own_callback_never_ticks_again()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("dispose");
        await grain.Start(Second, Second, interleave: false, keepAlive: false);
        await TickAsync(silo, journal, 1);
        silo.Time.Advance(10 * Second);
        await silo.Quiet(grain);
        Assert.Equal(["tick 1", "ticked 1"], journal.Lines);
        await grain.Dispose();
        await grain.Change(Second, Second);
    }

    [Fact]
    public async Task A_timer_changed_in_its_own_callback_follows_the_change()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("once more");
        await grain.Start(Second, 100 * Second, interleave: false, keepAlive: false);
        await TickAsync(silo, journal, 1);
        await grain.Do("");
        await TickAsync(silo, journal, 2);
        silo.Time.Advance(80 * Second);
        await silo.Quiet(grain);
        Assert.False(journal.HasSeen("tick 3"));
        await grain.Change(Second, Second);
        await TickAsync(silo, journal, 3);
    }

    [Fact]
    public async Task A_failing_callback_is_logged_and_the_timer_goes_on()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("fail");
        await grain.Start(Second, Second, interleave: false, keepAlive: false);
        silo.Time.Advance(Second);
        await journal.Seen("tick 1");
        await grain.Do("");
        await silo.Quiet(grain);
        lock (silo.Log) Assert.Contains(silo.Log, line => line.StartsWith("1002", StringComparison.Ordinal) && line.Contains("the tick failed", StringComparison.Ordinal));
        await TickAsync(silo, journal, 2);
    }

    [Fact]
    public async Task A_callback_may_end_its_grain_and_the_timer_ends_with_it()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("stop");
        await grain.Start(Second, Second, interleave: false, keepAlive: false);
        await TickAsync(silo, journal, 1);
        await journal.Seen("gone: ApplicationRequested");
        silo.Time.Advance(10 * Second);
        Assert.False(journal.HasSeen("tick 2"));
    }

    [Fact]
    public async Task A_tick_that_waits_when_its_grain_ends_does_not_bring_it_back()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Start(Second, Second, interleave: false, keepAlive: false);
        Assert.True(silo.Engine.Directory.TryGet(grain.GetGrainId(), out var activation));
        var hold = grain.Hold();
        await journal.Seen("held");
        silo.Time.Advance(Second);
        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test asks for it."));
        journal.Open("hold");
        await hold;
        await activation.Deactivated;
        Assert.Equal(0, silo.Engine.Directory.Count);
        Assert.Equal(["held", "gone: ApplicationRequested"], journal.Lines);
    }

    [Fact]
    public async Task A_running_callback_is_told_by_its_token_that_the_grain_ends_which_waits_for_it()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("wait for the token");
        await grain.Start(Second, Second, interleave: true, keepAlive: true);
        silo.Time.Advance(Second);
        await journal.Seen("tick 1");
        await silo.StopAsync();
        Assert.Equal(["tick 1", "ticked 1", "gone: ShuttingDown"], journal.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_ticks_that_keep_alive_count_as_use(bool keepAlive)
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Start(50 * Second, 50 * Second, interleave: true, keepAlive);
        Assert.True(silo.Engine.Directory.TryGet(grain.GetGrainId(), out var activation));
        for (var i = 1; i <= 4; i++)
        {
            silo.Time.Advance(50 * Second);
            if (keepAlive) await journal.Seen("ticked " + i);
            await silo.Quiet(grain);
        }

        if (!keepAlive) await activation.Deactivated;
        Assert.Equal(keepAlive, silo.Engine.Directory.Count == 1);
    }

    [Fact]
    public async Task A_grain_is_not_idle_while_a_callback_runs()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await grain.Do("wait");
        await grain.Start(Second, Second, interleave: true, keepAlive: false);
        silo.Time.Advance(Second);
        await journal.Seen("tick 1");
        silo.Time.Advance(1000 * Second);
        await silo.Quiet(grain);
        Assert.Equal(["tick 1"], journal.Lines);
        journal.Open("tick 1");
    }

    private static async Task TickAsync(Silo silo, Journal journal, int number)
    {
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await journal.Seen("ticked " + number);
        await silo.Quiet(silo.Grains.GetGrain<ITimerGrain>("t"));
    }

    private static async Task<(Silo Silo, Journal Journal, ITimerGrain Grain)> StartAsync()
    {
        var silo = await Silo.StartAsync(s =>
        {
            s.Services.AddSingleton<Journal>();
            s.Services.Configure<GrainCollectionOptions>(o => (o.CollectionAge, o.CollectionQuantum) = (TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10)));
        });
        return (silo, silo.Services.GetRequiredService<Journal>(), silo.Grains.GetGrain<ITimerGrain>("t"));
    }
}
