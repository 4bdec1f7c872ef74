using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Actors.Engine.Tests;

public sealed class TimeoutTests
{
    [Fact]
    public async Task A_call_times_out_after_thirty_seconds_not_before_and_its_token_is_cancelled()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        var call = grain.Wait("long", CancellationToken.None);
        await journal.Seen("in long");
        silo.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(0.5));
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("IMessageGrain.Wait did not answer within 00:00:30", exception.Message, StringComparison.Ordinal);
        await journal.Seen("cancelled long");
        Assert.Equal(0, silo.Engine.Timeouts.Count());
    }

    [Fact]
    public async Task A_method_may_have_its_own_time_out()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        var call = grain.WaitShortly("short", CancellationToken.None);
        await journal.Seen("in short");
        silo.Time.Advance(TimeSpan.FromSeconds(5.5));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task The_general_time_out_and_what_it_does_to_the_callee_are_options()
    {
        var (silo, journal, grain) = await StartAsync(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (TimeSpan.FromHours(25), false));
        await using var _ = silo;
        var call = grain.Wait("day", CancellationToken.None);
        await journal.Seen("in day");
        silo.Time.Advance(TimeSpan.FromHours(24));
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromHours(1.1));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await silo.Quiet(grain);
        Assert.False(journal.HasSeen("cancelled day"));
        journal.Open("day");
    }

    [Fact]
    public async Task A_call_that_timed_out_while_waiting_is_never_run()
    {
        var (silo, journal, grain) = await StartAsync(o => o.CancelRequestOnTimeout = false);
        await using var _ = silo;
        var first = grain.Wait("first", CancellationToken.None);
        await journal.Seen("in first");
        var second = grain.Wait("second", CancellationToken.None);
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        journal.Open("first", "second", "third");
        await grain.Wait("third", CancellationToken.None);
        Assert.Equal(["in first", "in third"], journal.Lines);
    }

    [Fact]
    public async Task A_grain_that_calls_itself_waits_for_itself_until_the_time_out()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var call = grain.SelfCall();
        await silo.Quiet(grain);
        Assert.False(call.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Null(await grain.Who());
    }

    [Fact]
    public async Task Cancelling_ends_the_call_at_once_and_reaches_the_grain()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        using var cancellation = new CancellationTokenSource();
        var call = grain.Wait("x", cancellation.Token);
        await journal.Seen("in x");
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        await journal.Seen("cancelled x");
    }

    [Fact]
    public async Task A_call_cancelled_before_it_is_sent_or_while_it_waits_is_never_run()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Wait("never", new CancellationToken(canceled: true)));
        var first = grain.Wait("first", CancellationToken.None);
        await journal.Seen("in first");
        using var cancellation = new CancellationTokenSource();
        var second = grain.Wait("second", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        journal.Open("first");
        await first;
        Assert.Null(await grain.Who());
        Assert.Equal(["in first"], journal.Lines);
    }

    [Fact]
    public async Task A_token_that_is_never_cancelled_costs_the_call_nothing()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var _ = silo;
        using var cancellation = new CancellationTokenSource();
        journal.Open("x");
        for (var i = 0; i < 100; i++) await grain.Wait("x", cancellation.Token);
        await cancellation.CancelAsync();
        Assert.False(journal.HasSeen("cancelled x"));
    }

    private static async Task<(Silo Silo, Journal Journal, IMessageGrain Grain)> StartAsync(Action<SiloMessagingOptions>? configure = null)
    {
        var silo = await Silo.StartAsync(s =>
        {
            s.Services.AddSingleton<Journal>();
            if (configure is not null) s.Services.Configure(configure);
        });
        return (silo, silo.Services.GetRequiredService<Journal>(), silo.Grains.GetGrain<IMessageGrain>("m"));
    }
}
