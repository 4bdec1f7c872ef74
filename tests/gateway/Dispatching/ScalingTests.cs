using Actors.Gateway.Dispatching;
using Actors.Grains;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>Instances come and go with the load: the version grain with its rule, instance grains and a gateway, in a time that the test moves.</summary>
public sealed class ScalingTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_step_to_200_clients_fails_no_request_and_has_20_to_34_instances_within_two_seconds()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 100, slots: 10);
        (silo.StartTime, silo.WorkTime) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 200).Select(_ => ClientAsync(silo, end.Token)).ToArray();

        await silo.SettleAsync();
        await silo.RunAsync(TimeSpan.FromSeconds(2), Step);
        var instances = await silo.Version.Instances();
        Assert.InRange(instances.Count(instance => instance.State == InstanceState.Serving), 20, 34);
        await silo.RunAsync(TimeSpan.FromSeconds(2), Step);
        Assert.InRange(silo.Started.Count, 20, 34); // and none came and went

        await end.CancelAsync();
        await silo.RunAsync(TimeSpan.FromMilliseconds(200), Step);
        var results = (await Task.WhenAll(clients)).SelectMany(static results => results).ToArray();
        Assert.All(results, result => Assert.Equal(DispatchOutcome.Served, result));
        Assert.InRange(results.Length, 4 * 200 * 15, 4 * 200 * 20);

        await silo.PassAsync(TimeSpan.FromMinutes(16));
        Assert.Empty(await silo.Version.Instances());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_burst_starts_what_it_needs_in_parallel_and_not_more_while_those_start()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 100, slots: 10);
        silo.StartTime = TimeSpan.FromSeconds(3);
        var requests = Enumerable.Range(0, 195).Select(_ => silo.RequestAsync()).ToArray();
        await silo.RunAsync(TimeSpan.FromSeconds(2.9), TimeSpan.FromMilliseconds(100));
        Assert.Empty(silo.Started); // none is there yet, and nobody was refused for it
        await silo.RunAsync(TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(100));

        Assert.All(await Task.WhenAll(requests), result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        var decisions = await silo.Version.Decisions();
        Assert.Equal((20, "191 requests wait and no instance serves"), (decisions[^1].Started, decisions[^1].Why));
        await silo.RunAsync(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(100));
        Assert.InRange(silo.Started.Count, 20, 33); // 33 have them all at the target utilisation
    }

    [Fact]
    public async Task Instances_that_always_run_are_there_without_requests_and_come_back_when_they_die()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10, scaling: new ScalingSettings { MinInstances = 2 });
        await silo.SettleAsync();
        Assert.Equal(2, silo.Started.Count);
        await silo.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(2, (await silo.Version.Instances()).Count);

        silo.Started.First().Die();
        await silo.SettleAsync();
        await silo.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, (await silo.Version.Instances()).Count(instance => instance.State == InstanceState.Serving));
        Assert.Equal(3, silo.Started.Count);
        Assert.Equal("min_instances is 2", (await silo.Version.Decisions())[0].Why);
    }

    [Fact]
    public async Task Idle_instances_make_room_where_the_machine_is_short_of_something()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10);
        await silo.RequestAsync();
        await silo.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await silo.Version.Instances());

        silo.ShortOf = "memory (1 of 100 MB are left)";
        await silo.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(await silo.Version.Instances());
        Assert.Equal("no request for 9 s, and the machine is short of memory (1 of 100 MB are left)", (await silo.Version.Decisions())[0].Why);

        await silo.RequestAsync(); // and who comes back is served
        await silo.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Single(await silo.Version.Instances());
    }

    [Fact]
    public async Task Without_traffic_no_instance_is_kept()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10, scaling: new ScalingSettings { MinInstances = 1, MinIdleInstances = 1 });
        await silo.SettleAsync();
        await silo.PassAsync(TimeSpan.FromMinutes(20));
        Assert.Single(await silo.Version.Instances());

        await silo.Version.Traffic(false);
        await silo.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(await silo.Version.Instances());

        await silo.Version.Traffic(true);
        await silo.SettleAsync();
        Assert.Single(await silo.Version.Instances());
    }

    [Fact]
    public async Task Processor_time_starts_instances_too()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.UsedCpu = TimeSpan.Zero;
        for (var second = 1; second <= 20; second++)
        {
            await silo.RequestAsync();
            worker.UsedCpu += TimeSpan.FromSeconds(1);
            await silo.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, silo.Started.Count);
        Assert.Equal("the instances use more than 0.6 of a processor each", (await silo.Version.Decisions())[0].Why);
    }

    [Fact]
    public async Task Instances_say_how_long_their_requests_took()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 10);
        silo.WorkTime = TimeSpan.FromMilliseconds(50);
        var requests = Enumerable.Range(0, 10).Select(_ => silo.RequestAsync()).ToArray();
        await silo.SettleAsync();
        await silo.RunAsync(TimeSpan.FromMilliseconds(50), Step);
        await Task.WhenAll(requests);

        var instance = Assert.Single(await silo.Version.Instances());
        Assert.Equal(10, instance.Ended);
        Assert.Equal(0.5, instance.RequestTime.TotalSeconds, 0.001);
        Assert.InRange(instance.Latency!.Median.TotalMilliseconds, 44, 57);
        Assert.InRange(instance.Latency.P99.TotalMilliseconds, 44, 57);
    }

    [Fact]
    public async Task Instances_say_how_many_of_their_requests_failed()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 10);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.Fails = true;
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        await silo.RequestAsync();
        worker.Fails = false;
        await silo.RequestAsync();

        var instance = Assert.Single(await silo.Version.Instances());
        Assert.Equal((4, 4, 2), (instance.Requests, instance.Ended, instance.Errors));
    }

    [Fact]
    public async Task A_stopped_version_drains_and_refuses_and_serves_again_when_resumed()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 2, slots: 2, scaling: new ScalingSettings { MinInstances = 1 });
        await silo.RequestAsync();
        await silo.Version.Stop("the version is stopped");
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome); // gateways may not have heard of it
        await silo.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(await silo.Version.Instances());
        Assert.Equal(DispatchOutcome.NoVersion, (await silo.RequestAsync()).Outcome);

        await silo.Version.Resume(silo.Deployment);
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
    }

    [Fact]
    public async Task An_instance_is_drained_or_killed_when_somebody_says_so()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 2);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.Hold();
        var lasting = silo.RequestAsync();
        await silo.SettleAsync();
        Assert.True(await silo.Version.DrainInstance(worker.Start.InstanceId, "an operator drained it"));
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal(2, silo.Started.Count);
        worker.LetGo();
        Assert.Equal(DispatchOutcome.Served, (await lasting).Outcome);
        Assert.Contains((await silo.Version.Decisions()), decision => decision.Why == "an operator drained it" && decision.Drained.Single() == worker.Start.InstanceId);

        var second = silo.Started.Last();
        Assert.True(await silo.Version.KillInstance(second.Start.InstanceId));
        Assert.True(second.Ended.IsCompleted);
        Assert.False(await silo.Version.KillInstance("nobody"));
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task An_app_whose_warm_up_shows_that_it_cannot_be_loaded_is_backed_off_until_it_is_mended()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10);
        (silo.StartTime, silo.WarmsUp, silo.CannotLoad) = (TimeSpan.FromMilliseconds(50), true, true);
        await silo.DeployAsync(10, new ScalingSettings { MinInstances = 1 });
        await silo.RunAsync(TimeSpan.FromSeconds(1), Step);
        Assert.Equal(10, silo.Started.Count);
        var refused = await silo.RequestAsync();
        Assert.Equal((DispatchOutcome.Failed, "The last one could not load its app."), (refused.Outcome, refused.Explanation));

        await silo.RunAsync(TimeSpan.FromSeconds(2), Step);
        Assert.Equal(11, silo.Started.Count); // after a second one is tried, and the next pause is of two
        await silo.RunAsync(TimeSpan.FromSeconds(1), Step);
        Assert.Equal(11, silo.Started.Count);

        silo.CannotLoad = false;
        await silo.DeployAsync(10, new ScalingSettings { MinInstances = 1 });
        await silo.RunAsync(TimeSpan.FromSeconds(1), Step);
        Assert.Equal(12, silo.Started.Count);
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
    }

    [Fact]
    public async Task An_app_that_cannot_be_loaded_says_so_to_ten_who_ask_and_is_backed_off_then()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10);
        silo.CannotLoad = true;
        await silo.DeployAsync(10, new ScalingSettings { MinInstances = 1 });
        for (var time = 0; time < 10; time++)
            Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome); // the answer is the traceback
        await silo.SettleAsync();
        Assert.Equal((DispatchOutcome.Failed, 10), ((await silo.RequestAsync()).Outcome, silo.Started.Count));

        await silo.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((DispatchOutcome.Served, 11), ((await silo.RequestAsync()).Outcome, silo.Started.Count));
        await silo.SettleAsync();
        Assert.Equal((DispatchOutcome.Failed, 11), ((await silo.RequestAsync()).Outcome, silo.Started.Count)); // it was tried, and none beside it
    }

    [Theory]
    [InlineData(ScalingKind.Automatic)]
    [InlineData(ScalingKind.Manual)]
    public async Task A_silo_that_stops_replaces_no_instance_that_ends(ScalingKind kind)
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 10, scaling: new ScalingSettings { Kind = kind, MinInstances = 2, MaxInstances = 2 });
        await silo.SettleAsync();
        Assert.Equal(2, silo.Started.Count);

        await silo.StopAsync();

        Assert.Equal(2, silo.Started.Count);
        Assert.All(silo.Started, worker => Assert.True(worker.Ended.IsCompleted));
    }

    private static async Task<List<DispatchOutcome>> ClientAsync(DispatchingSilo silo, CancellationToken end)
    {
        var results = new List<DispatchOutcome>();
        while (!end.IsCancellationRequested)
            results.Add((await silo.RequestAsync(CancellationToken.None)).Outcome);
        return results;
    }
}
