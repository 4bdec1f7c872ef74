using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Tests.Scaling;

/// <summary>Manual and basic scaling.</summary>
public sealed class FixedRuleTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(3, 0, 100, 3, "manual scaling with 3 instances")]
    [InlineData(1, 0, 100, 1, "manual scaling with 1 instance")]
    [InlineData(3, 2, 100, 1, "manual scaling with 3 instances, of which 2 run")]
    [InlineData(3, 1, 100, 2, "manual scaling with 3 instances, of which 1 runs")]
    [InlineData(3, 3, 100, 0, "")]
    [InlineData(30, 0, 8, 8, "manual scaling with 30 instances")] // the silo's own limit
    [InlineData(3, 2, 0, 0, "")]                                  // none may start at the moment
    public void Manual_scaling_runs_what_it_says(int wanted, int running, int limit, int start, string why)
    {
        var decision = ManualRule.Decide(new ScalingSettings { Kind = ScalingKind.Manual, MinInstances = wanted, MaxInstances = wanted }, Snapshot(running, limit));

        Assert.Equal((start, why), (decision.Start, decision.Why));
        Assert.Empty(decision.Drain);
    }

    [Theory]
    [InlineData(0, 0, 0, 5, 0, "")] // nobody waits
    [InlineData(1, 0, 0, 5, 1, "1 request waits and no instance is free")]
    [InlineData(10, 0, 0, 5, 1, "10 requests wait and no instance is free")] // one holds them all
    [InlineData(11, 0, 0, 5, 2, "11 requests wait and no instance is free")]
    [InlineData(11, 1, 0, 5, 1, "11 requests wait and no instance is free")] // one is starting already
    [InlineData(11, 2, 0, 5, 0, "")]
    [InlineData(1, 0, 2, 5, 1, "1 request waits and no instance is free")] // those that serve are full
    [InlineData(500, 0, 3, 5, 2, "500 requests wait and no instance is free")] // never beyond the limit
    [InlineData(500, 0, 9, 5, 0, "")]  // the limit was lowered
    public void Basic_scaling_starts_what_those_that_wait_need(int pending, int starting, int serving, int limit, int start, string why)
    {
        var instances = Instances(starting, isStarting: true).Concat(Instances(serving)).ToArray();
        var decision = BasicRule.Decide(Snapshot(0, limit) with { Instances = instances, Pending = pending }, Idle);

        Assert.Equal((start, why), (decision.Start, decision.Why));
        Assert.Empty(decision.Drain);
    }

    [Fact]
    public void Basic_scaling_ends_only_serving_instances_without_requests_for_the_idle_time_in_the_order_of_their_start()
    {
        var now = TimeSpan.FromHours(1);
        InstanceLoad Instance(string id, int inFlight, double idleMinutes, bool isStarting = false, double sinceMinutes = 60) =>
            new(id, isStarting, now - TimeSpan.FromMinutes(sinceMinutes), inFlight, now - TimeSpan.FromMinutes(idleMinutes), 0);
        InstanceLoad[] instances =
        [
            Instance("idle", 0, 5, sinceMinutes: 50), Instance("first", 0, 5), Instance("longer", 0, 6, sinceMinutes: 40), Instance("not yet", 0, 4.9), Instance("busy", 1, 50), Instance("starting", 0, 50, isStarting: true),
            Instance("new", 0, 60, sinceMinutes: 1),
        ];

        var decision = BasicRule.Decide(Snapshot(0, 9) with { Now = now, Instances = instances }, Idle);

        Assert.Equal(["first", "idle", "longer"], decision.Drain);
        Assert.Equal("no request for 300 s", decision.Why);
    }

    [Theory]
    [InlineData(ScalingKind.Manual, 3, null, false, 3)]
    [InlineData(ScalingKind.Basic, 0, null, true, 0)]
    [InlineData(ScalingKind.Automatic, 2, 1, true, 2)]
    [InlineData(ScalingKind.Automatic, 0, 1, true, 1)]
    [InlineData(ScalingKind.Automatic, 2, 1, false, 0)]
    [InlineData(ScalingKind.Automatic, 0, null, true, 0)]
    public void What_is_to_run_without_any_request(ScalingKind kind, int least, int? leastIdle, bool hasTraffic, int expected) =>
        Assert.Equal(expected, ScalingRule.AtRest(new ScalingSettings { Kind = kind, MinInstances = least, MinIdleInstances = leastIdle }, hasTraffic));

    private static IEnumerable<InstanceLoad> Instances(int count, bool isStarting = false) =>
        Enumerable.Range(0, count).Select(number => new InstanceLoad($"{isStarting}{number}", isStarting, TimeSpan.Zero, 1, TimeSpan.Zero, 0));

    private static ScalingSnapshot Snapshot(int running, int limit) =>
        new() { Now = TimeSpan.FromMinutes(1), SlotsPerInstance = 10, Limit = limit, HasTraffic = true, Instances = [.. Instances(running)], Recent = default };
}
