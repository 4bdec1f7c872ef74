using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Tests.Scaling;

public sealed class AutomaticRuleTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static InstanceLoad Serving(string id, int inFlight = 0, double idleSeconds = 0, double cpu = 0) => new(id, false, Now - Long, inFlight, Now - TimeSpan.FromSeconds(idleSeconds), cpu);

    private static InstanceLoad Starting(string id) => new(id, true, Now, 0, Now, 0);

    private static ScalingSnapshot Snapshot(int pending, IReadOnlyList<InstanceLoad> instances, RecentLoad recent = default, int slots = 10, int limit = 100, double waited = 0) => new()
    {
        Now = Now, SlotsPerInstance = slots, Limit = limit, HasTraffic = true, Instances = instances, Pending = pending, OldestWait = TimeSpan.FromSeconds(waited), Recent = recent,
    };

    private static RecentLoad Recent(double concurrency, double peak, double serviceMs = 50, double startMs = 10) =>
        new(concurrency, peak, TimeSpan.FromMilliseconds(serviceMs), TimeSpan.FromMilliseconds(startMs));

    private static ScalingDecision Decide(ScalingSnapshot snapshot, ScalingSettings? settings = null) =>
        AutomaticRule.Decide(settings ?? ScalingSettings.Default, snapshot, Idle, ScalingParameters.Default);

    [Theory]
    [InlineData(0, 0, 10, 100, 0)]   // nobody waits
    [InlineData(1, 0, 10, 100, 1)]   // from zero
    [InlineData(10, 0, 10, 100, 1)]  // one holds them all
    [InlineData(11, 0, 10, 100, 2)]
    [InlineData(11, 1, 10, 100, 1)]  // one is starting already
    [InlineData(11, 2, 10, 100, 0)]
    [InlineData(200, 0, 10, 100, 20)]
    [InlineData(500, 0, 10, 8, 8)]   // never beyond the limit
    [InlineData(500, 8, 10, 8, 0)]
    [InlineData(5, 0, 1, 100, 5)]    // not thread-safe: one each
    [InlineData(5, 9, 1, 8, 0)]      // the limit was lowered
    public void As_many_start_as_those_that_wait_need(int pending, int starting, int slots, int limit, int expected) =>
        Assert.Equal(expected, Decide(Snapshot(pending, [.. Enumerable.Range(0, starting).Select(number => Starting($"{number}"))], slots: slots, limit: limit)).Start);

    [Fact]
    public void What_a_slot_takes_up_sooner_than_an_instance_could_start_waits()
    {
        InstanceLoad[] full = [Serving("a", 10)];

        // Ten slots serve 200 requests a second: five are taken up in 25 ms, long before a start of 500 ms has ended; a hundred take as long as that.
        Assert.Equal(0, Decide(Snapshot(5, full, Recent(5, 5, 50, 500))).Start);
        Assert.True(Decide(Snapshot(150, full, Recent(5, 5, 50, 500))).Start > 0);

        // Where a start takes 1 ms it does not.
        Assert.Equal(1, Decide(Snapshot(5, full, Recent(5, 5, 50, 1))).Start);
    }

    [Fact]
    public void A_request_waits_at_least_and_at_most_as_long_as_configured()
    {
        InstanceLoad[] full = [Serving("a", 10)];
        var settings = new ScalingSettings { MinPendingLatency = TimeSpan.FromMilliseconds(200), MaxPendingLatency = TimeSpan.FromMilliseconds(800) };

        Assert.Equal(0, Decide(Snapshot(5, full, Recent(5, 5, 50, 1), waited: 0.1), settings).Start);
        Assert.Equal(1, Decide(Snapshot(5, full, Recent(5, 5, 50, 1), waited: 0.3), settings).Start);
        Assert.Equal(0, Decide(Snapshot(5, full, Recent(5, 5, 50, 500), waited: 0.7), settings).Start);
        Assert.Equal(1, Decide(Snapshot(5, full, Recent(5, 5, 50, 500), waited: 0.9), settings).Start);

        // Nobody waits for an instance that nothing would start.
        Assert.Equal(1, Decide(Snapshot(5, [], waited: 0), settings).Start);
    }

    [Theory]
    [InlineData(6, 0.6, 0)]
    [InlineData(6.1, 0.6, 1)]
    [InlineData(60, 0.6, 9)]
    [InlineData(60, 0.9, 6)]
    public void No_instance_is_used_beyond_its_target(double concurrency, double target, int expected) =>
        Assert.Equal(expected, Decide(Snapshot(0, [Serving("a", 5)], Recent(concurrency, concurrency)), new ScalingSettings { TargetThroughput = target }).Start);

    [Fact]
    public void An_instance_that_uses_its_processor_beyond_the_target_gets_another_beside_it_unless_the_machine_has_none_left()
    {
        var busy = Snapshot(0, [Serving("a", 1, cpu: 0.9)], Recent(1, 1));

        Assert.Equal(1, Decide(busy).Start);
        Assert.Contains("processor", Decide(busy).Why, StringComparison.Ordinal);
        Assert.Equal(0, Decide(busy with { MachineBusy = 0.99 }).Start);
    }

    [Fact]
    public void Instances_that_always_run_are_started_without_a_request_and_only_where_there_is_traffic()
    {
        var settings = new ScalingSettings { MinInstances = 3 };

        Assert.Equal((3, "min_instances is 3"), (Decide(Snapshot(0, []), settings).Start, Decide(Snapshot(0, []), settings).Why));
        Assert.Equal(0, Decide(Snapshot(0, []) with { HasTraffic = false }, settings).Start);
        Assert.Equal(3, Decide(Snapshot(0, []) with { MachineBusy = 1 }, settings).Start);
        Assert.Equal(2, Decide(Snapshot(0, [Serving("a")], Recent(5, 5)), new ScalingSettings { MinIdleInstances = 2 }).Start);
    }

    [Fact]
    public void What_was_needed_of_late_is_kept_and_the_longest_idle_go_first()
    {
        InstanceLoad[] instances = [Serving("a", 2), Serving("b", 0, 20), Serving("c", 0, 30), Serving("d", 0, 10)];

        Assert.Equal(["c", "b"], Decide(Snapshot(0, instances, Recent(2, 12))).Drain);
        Assert.Empty(Decide(Snapshot(0, instances, Recent(2, 24))).Drain);
        Assert.Equal(["c"], Decide(Snapshot(0, instances, Recent(2, 12)), new ScalingSettings { MinInstances = 3 }).Drain);
        Assert.Equal(["c"], Decide(Snapshot(0, instances, Recent(2, 12)), new ScalingSettings { MinIdleInstances = 1 }).Drain);
        Assert.Equal(["c", "b"], Decide(Snapshot(0, instances, Recent(2, 24)), new ScalingSettings { MaxIdleInstances = 1 }).Drain);
    }

    [Fact]
    public void The_last_instance_ends_after_the_idle_time_and_not_while_it_has_requests()
    {
        Assert.Empty(Decide(Snapshot(0, [Serving("a", 0, 14 * 60)])).Drain);
        Assert.Empty(Decide(Snapshot(0, [Serving("a", 1, 16 * 60) with { Since = TimeSpan.Zero }])).Drain);
        Assert.Empty(Decide(Snapshot(0, [Serving("a", 0, 16 * 60) with { Since = TimeSpan.Zero }]), new ScalingSettings { MinInstances = 1 }).Drain);

        Assert.Empty(Decide(Snapshot(0, [Serving("a", 0, 16 * 60)])).Drain); // it serves for ten minutes only
        var drained = Decide(Snapshot(0, [Serving("a", 0, 16 * 60) with { Since = TimeSpan.Zero }]));
        Assert.Equal(["a"], drained.Drain);
        Assert.Equal("no request for 900 s", drained.Why);
    }

    [Fact]
    public void Nothing_is_started_and_drained_at_the_same_time_and_limits_hold_whatever_the_load()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var instances = Enumerable.Range(0, random.Next(30)).Select(number => random.Next(3) == 0
                ? Starting($"{number}")
                : new InstanceLoad($"{number}", false, Now - TimeSpan.FromSeconds(random.Next(2000)), random.Next(11), Now - TimeSpan.FromSeconds(random.Next(2000)), random.NextDouble())).ToArray();
            var snapshot = Snapshot(random.Next(2) * random.Next(500), instances, Recent(random.Next(300), random.Next(300), random.Next(100), random.Next(2000)), limit: random.Next(1, 60)) with
            {
                MachineBusy = random.NextDouble(),
                HasTraffic = random.Next(2) == 0,
            };
            var settings = new ScalingSettings { MinInstances = random.Next(5), MinIdleInstances = random.Next(5), MaxIdleInstances = random.Next(2) == 0 ? null : random.Next(1, 5) };
            var decision = Decide(snapshot, settings);

            Assert.True(decision.Start == 0 || decision.Drain.Count == 0);
            Assert.True(decision.Start == 0 || instances.Length + decision.Start <= snapshot.Limit);
            Assert.All(decision.Drain, id => Assert.False(instances.Single(instance => instance.Id == id).IsStarting));
            Assert.Equal(decision.Drain.Count, decision.Drain.Distinct().Count());
            Assert.Equal(decision.Start == 0 && decision.Drain.Count == 0, decision.Why.Length == 0);
            Assert.True(!snapshot.HasTraffic || instances.Length - decision.Drain.Count >= Math.Min(settings.MinInstances, instances.Length));
            if (snapshot.Pending > 0 && instances.Length == 0)
                Assert.InRange(decision.Start, 1, snapshot.Limit);
        }
    }
}
