using Actors.Gateway.Dispatching;
using Actors.Grains;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>The version grain's activation is lost while its instances serve, as when its machine fails.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task A_new_version_grain_finds_the_instances_and_starts_none_beside_them()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2);
        await silo.RequestAsync();
        for (var time = 0; time < 3; time++)
        {
            await silo.LoseVersionGrainAsync();
            Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
            Assert.Equal(silo.Started.Single().Start.InstanceId, Assert.Single(await silo.Version.Instances()).Id);
        }

        Assert.Single(silo.Started);
    }

    [Fact]
    public async Task Slots_that_were_leased_before_are_counted()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 2, set: options => options.Allowance = 0);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.Hold();
        var before = new[] { silo.RequestAsync(), silo.RequestAsync() };
        await silo.SettleAsync();
        await silo.LoseVersionGrainAsync();
        var after = Enumerable.Range(0, 5).Select(_ => silo.RequestAsync()).ToArray();
        await silo.PassAsync(TimeSpan.FromSeconds(3));
        worker.LetGo();

        Assert.All(await Task.WhenAll([.. before, .. after]), result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        Assert.InRange(worker.Most, 1, 2);
        Assert.Equal(8, worker.Served);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Under_load_nobody_notices()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 5, slots: 2);
        silo.WorkTime = TimeSpan.FromMilliseconds(20);
        var requests = new List<Task<DispatchResult>>();
        for (var round = 0; round < 20; round++)
        {
            requests.AddRange(Enumerable.Range(0, 10).Select(_ => silo.RequestAsync()));
            await silo.SettleAsync();
            if (round % 5 == 2)
            {
                await silo.RunAsync(TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(10)); // nobody waits at it any more, as a grain ends only then
                await silo.LoseVersionGrainAsync();
            }

            await silo.RunAsync(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
        }

        await silo.PassAsync(TimeSpan.FromSeconds(2));
        Assert.All(await Task.WhenAll(requests), result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        Assert.All(silo.Started, worker => Assert.InRange(worker.Most, 0, 2));
        Assert.InRange(silo.Started.Count, 1, 5);
    }

    [Fact]
    public async Task Instances_wake_their_version_grain_so_that_idle_ones_end_and_manual_ones_stay_whole()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2, scaling: new ScalingSettings { Kind = ScalingKind.Manual, MinInstances = 2, MaxInstances = 2 });
        await silo.SettleAsync();
        await silo.LoseVersionGrainAsync();
        silo.Started.First().Die();
        await silo.SettleAsync();
        Assert.Equal([0, 1], (await silo.Version.Instances()).Select(instance => instance.Number).Order());
        Assert.Equal(3, silo.Started.Count);
    }

    [Fact]
    public async Task Idle_instances_end_also_after_their_version_grain_was_lost()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2);
        await silo.RequestAsync();
        await silo.LoseVersionGrainAsync();
        var ended = silo.Started.Single().Ended;
        for (var began = System.Diagnostics.Stopwatch.StartNew(); !ended.IsCompleted && began.Elapsed < TimeSpan.FromSeconds(30);)
        {
            silo.Time.Advance(TimeSpan.FromSeconds(1)); // nobody but the instance calls the version grain
            await DispatchingSilo.TurnAsync();
        }

        Assert.True(ended.IsCompleted);
    }

    [Fact]
    public async Task An_instance_that_its_version_does_not_know_ends()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2);
        await silo.RequestAsync();
        foreach (var key in silo.Storage.Records.Keys.Where(key => key.EndsWith("/version", StringComparison.Ordinal)))
            silo.Storage.Records.TryRemove(key, out _);
        await silo.LoseVersionGrainAsync();
        await silo.PassAsync(TimeSpan.FromSeconds(35));
        await silo.Started.Single().Ended.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal(2, silo.Started.Count);
    }
}
