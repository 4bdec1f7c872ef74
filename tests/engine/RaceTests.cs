using Actors.Engine.Tests.Samples;

namespace Actors.Engine.Tests;

public sealed class RaceTests
{
    [Fact]
    public async Task No_call_is_lost_or_run_twice_when_deactivation_races_with_calls()
    {
        await using var silo = await Silo.StartAsync(copy: false);
        for (var round = 0; round < 3_000; round++)
        {
            var grain = silo.Grains.GetGrain<ICounterGrain>("r" + round % 7);
            var calls = await Task.WhenAll(
                Task.Run(() => grain.Add(1)),
                Task.Run(() => grain.Stop().ContinueWith(_ => 0, TaskScheduler.Default)),
                Task.Run(() => grain.AddSlowly(1)),
                Task.Run(() => grain.Add(1)));
            Assert.All(calls, value => Assert.InRange(value, 0, 8));
        }

        await silo.StopAsync();
        Assert.Equal(0, silo.Engine.Directory.Count);
        Assert.Equal(0, silo.Engine.Timeouts.Count());
    }

    [Fact]
    public async Task Every_call_of_many_callers_is_answered_once_while_the_collector_takes_grains_away()
    {
        await using var silo = await Silo.StartAsync(copy: false);
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) silo.Time.Advance(TimeSpan.FromMinutes(16));
        });
        var random = new Random(7);
        var seeds = Enumerable.Range(0, 4).Select(_ => random.Next()).ToArray();
        var answers = await Task.WhenAll(seeds.Select(seed => Task.Run(async () =>
        {
            var own = new Random(seed);
            var answered = 0;
            for (var i = 0; i < 5_000; i++)
            {
                // Time runs so fast that a call may meet its time-out; that is an answer too.
                try
                {
                    await silo.Grains.GetGrain<ICounterGrain>("k" + own.Next(5)).Add(1);
                }
                catch (TimeoutException)
                {
                }

                answered++;
            }

            return answered;
        })));
        await stop.CancelAsync();
        await collecting;
        Assert.Equal(20_000, answers.Sum());
    }
}
