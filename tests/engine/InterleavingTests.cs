using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Engine.Tests;

public sealed class InterleavingTests
{
    [Fact]
    public async Task Calls_wait_for_the_running_one_and_run_in_order()
    {
        var (silo, journal, grain) = await StartAsync<PlainGateGrain>();
        await using var _ = silo;
        var calls = Enumerable.Range(0, 20).Select(i => grain.Pass("c" + i)).ToArray();
        await journal.Seen("in c0");
        journal.Open([.. Enumerable.Range(0, 20).Reverse().Select(i => "c" + i)]);
        await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { "in c" + i, "out c" + i }), journal.Lines);
    }

    [Fact]
    public async Task A_reentrant_class_takes_calls_at_awaits()
    {
        var (silo, journal, grain) = await StartAsync<ReentrantGateGrain>();
        await using var _ = silo;
        var calls = new[] { grain.Pass("a"), grain.Pass("b"), grain.Pass("c") };
        await Task.WhenAll(journal.Seen("in a"), journal.Seen("in b"), journal.Seen("in c"));
        journal.Open("c", "b", "a");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task An_always_interleaving_method_runs_beside_any_other_and_others_beside_it()
    {
        var (silo, journal, grain) = await StartAsync<PlainGateGrain>();
        await using var _ = silo;
        var always = grain.PassAlways("always");
        await journal.Seen("in always");
        var plain = grain.Pass("plain");
        await journal.Seen("in plain");
        var waiting = grain.Pass("waiting");
        var second = grain.PassAlways("second");
        await journal.Seen("in second");
        journal.Open("second", "always");
        await Task.WhenAll(second, always);
        Assert.False(journal.HasSeen("in waiting"));
        journal.Open("plain", "waiting");
        await Task.WhenAll(plain, waiting);
    }

    [Fact]
    public async Task Reading_methods_run_beside_each_other_but_not_beside_writers()
    {
        var (silo, journal, grain) = await StartAsync<PlainGateGrain>();
        await using var _ = silo;
        var first = grain.PassReading("r1");
        var second = grain.PassReading("r2");
        await Task.WhenAll(journal.Seen("in r1"), journal.Seen("in r2"));
        var writer = grain.Pass("w");
        journal.Open("r1");
        await first;
        Assert.False(journal.HasSeen("in w"));
        journal.Open("r2", "w");
        await Task.WhenAll(second, writer);
        Assert.Equal("out w", journal.Lines[^1]);
    }

    [Fact]
    public async Task A_static_predicate_lets_calls_in_and_the_others_wait_in_order()
    {
        var (silo, journal, grain) = await StartAsync<StaticGateGrain>();
        await using var _ = silo;
        var first = grain.Pass("first");
        var second = grain.Pass("second");
        var third = grain.Pass("third");
        var let = grain.Pass("let");
        await Task.WhenAll(journal.Seen("in first"), journal.Seen("in let"));
        Assert.False(journal.HasSeen("in second"));
        journal.Open("let", "first");
        await Task.WhenAll(first, let);
        await journal.Seen("in second");
        Assert.False(journal.HasSeen("in third"));
        journal.Open("second", "third");
        await Task.WhenAll(second, third);
    }

    [Fact]
    public async Task A_call_that_is_not_let_in_waits_for_all_running_ones_also_those_that_were_let_in()
    {
        var (silo, journal, grain) = await StartAsync<StaticGateGrain>();
        await using var _ = silo;
        var first = grain.Pass("first");
        var let = grain.Pass("let");
        await journal.Seen("in let");
        var second = grain.Pass("second");
        journal.Open("first");
        await first;
        var alsoLet = grain.Pass("let too");
        await journal.Seen("in let too");
        Assert.False(journal.HasSeen("in second"));
        journal.Open("let", "let too", "second");
        await Task.WhenAll(let, alsoLet, second);
    }

    [Fact]
    public async Task An_instance_predicate_sees_what_the_calls_let_in_before_have_done()
    {
        var (silo, journal, grain) = await StartAsync<LimitedGateGrain>();
        await using var _ = silo;
        var calls = Enumerable.Range(0, 6).Select(i => grain.Pass("c" + i)).ToArray();
        await Task.WhenAll(journal.Seen("in c0"), journal.Seen("in c1"), journal.Seen("in c2"));
        await silo.Quiet(grain);
        Assert.Equal(3, journal.Lines.Count);

        // Each one that leaves makes place for exactly one, in order.
        for (var i = 0; i < 3; i++)
        {
            journal.Open("c" + i);
            await journal.Seen("in c" + (i + 3));
            await silo.Quiet(grain);
            Assert.Equal(i + 4, journal.Lines.Count(l => l.StartsWith("in", StringComparison.Ordinal)));
        }

        journal.Open("c3", "c4", "c5");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Code_of_one_activation_never_runs_on_two_threads_at_once()
    {
        await using var silo = await Silo.StartAsync(copy: false);
        var grain = silo.Grains.GetGrain<ITurnGrain>("t");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++) await grain.Step(i % 4);
        })));
        Assert.Equal((16_000, 0), await grain.Result());
    }

    [Fact]
    public async Task Grain_code_stays_on_its_scheduler_and_sees_nothing_of_its_caller()
    {
        await using var silo = await Silo.StartAsync();
        var grain = silo.Grains.GetGrain<ITurnGrain>("t");
        TurnGrain.Ambient.Value = "caller";
        await Task.Run(() => grain.CheckScheduler());
        await grain.CheckScheduler();
        Assert.Equal("caller", TurnGrain.Ambient.Value);
    }

    private static async Task<(Silo Silo, Journal Journal, IGateGrain Grain)> StartAsync<TGrain>()
    {
        var silo = await Silo.StartAsync(s => s.Services.AddSingleton<Journal>());
        return (silo, silo.Services.GetRequiredService<Journal>(), silo.Grains.GetGrain<IGateGrain>("g", typeof(TGrain).FullName));
    }
}
