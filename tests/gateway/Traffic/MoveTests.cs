using Actors.Engine.Tests;
using Actors.Grains;

namespace Actors.Gateway.Tests.Traffic;

/// <summary>Migrations and canaries in a time that the test moves, with real requests and the gateway's own counts.</summary>
[Trait("Category", "Slow")]
public class MoveTests
{
    private static readonly CanaryPlan Plan = new() { Share = 0.1, Duration = TimeSpan.FromSeconds(40), MaxErrorRate = 0.05, MinRequests = 20 };

    [Fact]
    public async Task A_migration_goes_in_ten_steps_from_a_warm_instance()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        var begun = await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        Assert.Equal(("v1 100 %", TrafficMoveState.WarmingUp), (begun.Traffic.Describe(), begun.Move!.State));
        var seen = new List<double>();
        for (var second = 0; second < 100; second++)
        {
            await PassAsync(silo, time);
            var status = await silo.Grain.TrafficOf("default");
            var share = status.Traffic.ShareOf("v2");
            if (share > 0)
                Assert.Equal(1, silo.Workers.Started.GetValueOrDefault("v2")); // before the first client comes
            if (seen.LastOrDefault() != share)
                seen.Add(share);
        }

        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], seen);
        var done = await silo.Grain.TrafficOf("default");
        Assert.Equal(TrafficMoveState.Done, done.Move!.State);
        Assert.Equal("migration to v2", Assert.Single(done.History).Why);
        Assert.Equal("v1 100 %", (await silo.Grain.RollBack("default", null)).Traffic.Describe());
    }

    [Fact]
    public async Task A_migration_waits_until_the_first_instance_is_warm()
    {
        var (time, warm, asked) = (new ManualTime(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        await using var silo = await WarmingSiloAsync(time);
        silo.Workers.Pace = version => version == "v2" && Interlocked.Increment(ref asked) == 1 ? warm.Task : Task.CompletedTask;
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        for (var second = 0; second < 20; second++)
            await PassAsync(silo, time);
        var status = await silo.Grain.TrafficOf("default");
        Assert.Equal(("v1 100 %", TrafficMoveState.WarmingUp, 1), (status.Traffic.Describe(), status.Move!.State, asked));

        warm.SetResult();
        await UntilShareAsync(silo, time, 0.1);
        Assert.Equal((1, 1), (asked, silo.Workers.Started["v2"]));
    }

    [Fact]
    public async Task A_migration_does_not_wait_for_ever_for_a_warm_up()
    {
        var time = new ManualTime();
        await using var silo = await WarmingSiloAsync(time);
        silo.Workers.Pace = version => version == "v2" ? new TaskCompletionSource().Task : Task.CompletedTask;
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        for (var second = 0; second < 29; second++)
            await PassAsync(silo, time);
        Assert.Equal("v1 100 %", (await silo.Grain.TrafficOf("default")).Traffic.Describe());
        await UntilShareAsync(silo, time, 0.1);
        Assert.Equal(1, silo.Workers.Started["v2"]);
    }

    [Fact]
    public async Task A_migration_waits_for_an_instance_that_is_slow_to_start()
    {
        var (time, started) = (new ManualTime(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var silo = await WarmingSiloAsync(time);
        silo.Workers.Start = version => version == "v2" ? started.Task : Task.CompletedTask;
        silo.Workers.Pace = version => version == "v2" ? new TaskCompletionSource().Task : Task.CompletedTask;
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        for (var second = 0; second < 100; second++)
            await PassAsync(silo, time);
        Assert.Equal(TrafficMoveState.WarmingUp, (await silo.Grain.TrafficOf("default")).Move!.State);

        started.SetResult();
        await UntilShareAsync(silo, time, 0.1);
        Assert.Equal(1, silo.Workers.Started["v2"]);
    }

    [Fact]
    public async Task A_migration_to_a_version_that_cannot_be_started_leaves_everything_as_it_is()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        silo.Workers.Broken["v2"] = true;
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        var status = await UntilOverAsync(silo, time, _ => Task.CompletedTask);
        Assert.Equal(TrafficMoveState.WentBack, status.Move!.State);
        Assert.Contains("The app could not be loaded.", status.Move.Why, StringComparison.Ordinal);
        Assert.Equal("v1 100 %", status.Traffic.Describe());
        Assert.Empty(status.History);
    }

    [Fact]
    public async Task Half_way_a_roll_back_restores_what_was_before()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        await UntilShareAsync(silo, time, 0.4);
        await Assert.ThrowsAsync<TrafficRefusedException>(() => silo.Grain.StopVersion("default", "v2"));
        var back = await silo.Grain.RollBack("default", null);
        Assert.Equal(("v1 100 %", TrafficMoveState.WentBack), (back.Traffic.Describe(), back.Move!.State));
        for (var second = 0; second < 30; second++)
            await PassAsync(silo, time);
        Assert.Equal("v1 100 %", (await silo.Grain.TrafficOf("default")).Traffic.Describe());
    }

    [Fact]
    public async Task A_promotion_meanwhile_ends_a_migration()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync("v1 v2 v3", time);
        await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
        await UntilShareAsync(silo, time, 0.2);
        var now = await silo.Grain.Promote("default", "v3", null);
        Assert.Equal(("v3 100 %", TrafficMoveState.Replaced), (now.Traffic.Describe(), now.Move!.State));
        Assert.Equal("v1 100 %", (await silo.Grain.RollBack("default", null)).Traffic.Describe());
    }

    [Fact]
    public async Task A_migration_goes_on_after_a_restart()
    {
        var (time, storage) = (new ManualTime(), new TrafficSilo.JsonStorage());
        await using (var silo = await TrafficSilo.StartAsync(time: time, storage: storage))
        {
            await silo.Grain.Migrate("default", "v2", TimeSpan.FromSeconds(90), null);
            await UntilShareAsync(silo, time, 0.3);
        }

        await using var again = await TrafficSilo.StartAsync(time: time, storage: storage);
        Assert.Equal("v1 70 %, v2 30 %", (await again.Grain.TrafficOf("default")).Traffic.Describe());
        var status = await UntilOverAsync(again, time, _ => Task.CompletedTask);
        Assert.Equal(("v2 100 %", TrafficMoveState.Done), (status.Traffic.Describe(), status.Move!.State));
    }

    [Fact]
    public async Task A_good_canary_goes_all_the_way_and_its_counts_come_from_the_gateway()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        await silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1 }, TrafficSplit.Cookie, null);
        await silo.Grain.Canary("default", "v2", Plan, null);
        var shares = new List<double>();
        var status = await UntilOverAsync(silo, time, async client =>
        {
            var share = (await silo.Grain.TrafficOf("default")).Traffic.ShareOf("v2");
            if (shares.LastOrDefault() != share)
                shares.Add(share);
            await EveryTwentiethAsync(client);
        });
        Assert.Equal(TrafficMoveState.Done, status.Move!.State);
        Assert.Equal([0.1, 0.2, 0.4, 0.8], shares);
        Assert.Equal("v2 100 %", status.Traffic.Describe());
        Assert.False(status.Traffic.IsMeasured);
        Assert.Empty(silo.Routes.Current.Apps.Single().Measured);
    }

    [Fact]
    public async Task A_canary_that_fails_goes_back_by_itself()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        await silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1 }, TrafficSplit.Cookie, null);
        silo.Workers.Statuses["v2"] = 500;
        await silo.Grain.Canary("default", "v2", Plan, null);
        var status = await UntilOverAsync(silo, time, EveryTwentiethAsync);
        Assert.Equal(("v1 100 %", TrafficMoveState.WentBack), (status.Traffic.Describe(), status.Move!.State));
        Assert.Contains("allowed are 5 %", status.Move.Why, StringComparison.Ordinal);
        Assert.Equal("v1", await TrafficTests.AskAsync(silo));
    }

    [Fact]
    public async Task A_canary_that_is_slower_goes_back_by_itself()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        await silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1 }, TrafficSplit.Cookie, null);
        silo.Workers.Pace = version =>
        {
            time.Advance(TimeSpan.FromMilliseconds(version == "v2" ? 60 : 1)); // the one request there is takes so long
            return Task.CompletedTask;
        };
        await silo.Grain.Canary("default", "v2", Plan with { MinRequests = 100 }, null);
        var status = await UntilOverAsync(silo, time, EveryTwentiethAsync);
        Assert.Equal(("v1 100 %", TrafficMoveState.WentBack), (status.Traffic.Describe(), status.Move!.State));
        Assert.Contains("95th percentile", status.Move.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canary_that_a_restart_interrupts_goes_on_with_its_step_from_the_beginning()
    {
        var (time, storage) = (new ManualTime(), new TrafficSilo.JsonStorage());
        await using (var silo = await TrafficSilo.StartAsync(time: time, storage: storage))
        {
            await silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1 }, TrafficSplit.Cookie, null);
            await silo.Grain.Canary("default", "v2", Plan, null);
            await UntilShareAsync(silo, time, 0.2, EveryTwentiethAsync);
        }

        time.Advance(TimeSpan.FromHours(1)); // nobody watched meanwhile
        await using var again = await TrafficSilo.StartAsync(time: time, storage: storage);
        await PassAsync(again, time);
        var status = await again.Grain.TrafficOf("default");
        Assert.Equal(("v1 80 %, v2 20 %", TrafficMoveState.Moving), (status.Traffic.Describe(), status.Move!.State));
        again.Workers.Statuses["v2"] = 503;
        status = await UntilOverAsync(again, time, EveryTwentiethAsync);
        Assert.Equal(("v1 100 %", TrafficMoveState.WentBack), (status.Traffic.Describe(), status.Move!.State));
    }

    /// <summary>Of its two versions the second wants to be warmed up.</summary>
    private static async Task<TrafficSilo> WarmingSiloAsync(ManualTime time)
    {
        var silo = await TrafficSilo.StartAsync(time: time);
        await silo.Grain.Deploy(Deployments.Of(TrafficSilo.App, "runtime: python3\ninbound_services: [warmup]\n", version: "v2"), null);
        return silo;
    }

    /// <summary>Fifty requests, spread over the buckets.</summary>
    private static async Task EveryTwentiethAsync(HttpClient client)
    {
        for (var bucket = 7; bucket < 1000; bucket += 20)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("Cookie", $"GOOGAPPUID={bucket}");
            using var response = await client.SendAsync(request);
        }
    }

    private static async Task<TrafficStatus> UntilOverAsync(TrafficSilo silo, ManualTime time, Func<HttpClient, Task> meanwhile)
    {
        using var client = silo.Client();
        for (var second = 0; second < 200; second++)
        {
            await PassAsync(silo, time);
            var status = await silo.Grain.TrafficOf("default");
            if (!status.Move!.IsUnderWay)
                return status;
            await meanwhile(client);
        }

        throw new InvalidOperationException($"It is still under way: {(await silo.Grain.TrafficOf("default")).Move}");
    }

    private static async Task UntilShareAsync(TrafficSilo silo, ManualTime time, double share, Func<HttpClient, Task>? meanwhile = null)
    {
        using var client = silo.Client();
        for (var second = 0; (await silo.Grain.TrafficOf("default")).Traffic.ShareOf("v2") < share; second++)
        {
            Assert.True(second < 200, $"It does not move: {(await silo.Grain.TrafficOf("default")).Move}");
            await PassAsync(silo, time);
            if (meanwhile is not null)
                await meanwhile(client);
        }
    }

    /// <summary>A second passes; the grain has taken its step, and the gateway heard of it, when this returns.</summary>
    private static async Task PassAsync(TrafficSilo silo, ManualTime time)
    {
        await silo.Reports.ReportAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        // This call comes after the timer's turn.
        await silo.Grain.Deploy(Deployments.Of(TrafficSilo.App, "runtime: python3\n", version: "beside", service: "beside"), null);
        await silo.HeardAsync();
    }
}
