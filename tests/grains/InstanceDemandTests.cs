using Actors.Grains.Versions;

namespace Actors.Grains.Tests;

public sealed class InstanceDemandTests
{
    [Theory]
    [InlineData(0, 0, 0, 10, 8, 0)]  // nobody waits
    [InlineData(1, 0, 0, 10, 8, 1)]  // from zero
    [InlineData(10, 0, 0, 10, 8, 1)] // one holds them all
    [InlineData(11, 0, 0, 10, 8, 2)]
    [InlineData(11, 1, 1, 10, 8, 1)] // one is starting already
    [InlineData(11, 2, 2, 10, 8, 0)]
    [InlineData(500, 0, 0, 10, 8, 8)] // never beyond the limit
    [InlineData(500, 0, 8, 10, 8, 0)]
    [InlineData(5, 0, 0, 1, 8, 5)]   // not thread-safe: one each
    [InlineData(5, 0, 9, 1, 8, 0)]   // the limit was lowered
    public void As_many_as_those_that_wait_need(int pending, int starting, int total, int slots, int limit, int expected) =>
        Assert.Equal(expected, new InstanceDemand(pending, starting, total, slots, limit).ToStart());

    [Fact]
    public void Only_serving_instances_without_requests_grow_idle()
    {
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        InstanceDescription Instance(string id, InstanceState state, int inFlight, int idleSeconds) =>
            new() { Id = id, State = state, InFlight = inFlight, LastActive = now.AddSeconds(-idleSeconds) };
        InstanceDescription[] instances =
        [
            Instance("idle", InstanceState.Serving, 0, 60),
            Instance("longer", InstanceState.Serving, 0, 61),
            Instance("not yet", InstanceState.Serving, 0, 59),
            Instance("busy", InstanceState.Serving, 1, 600),
            Instance("draining", InstanceState.Draining, 0, 600),
            Instance("starting", InstanceState.Starting, 0, 600),
        ];

        Assert.Equal(["idle", "longer"], IdleInstances.ToDrain(instances, now, TimeSpan.FromMinutes(1)));
    }
}
