using Actors.Grains.Versions;

namespace Actors.Grains.Tests.Scaling;

public sealed class DecisionHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_hundred_are_remembered_the_newest_first()
    {
        var history = new DecisionHistory();
        for (var second = 0; second < 250; second++)
            history.Add(new ScalingRecord { At = Noon.AddSeconds(second), Started = 1, Why = $"{second}" });

        Assert.Equal(Enumerable.Range(150, 100).Reverse().Select(second => $"{second}"), history.All.Select(record => record.Why));
    }

    [Fact]
    public void Starts_of_one_burst_become_one_with_the_last_reason()
    {
        var history = new DecisionHistory();
        for (var starting = 0; starting < 5; starting++)
            history.Add(new ScalingRecord { At = Noon.AddMilliseconds(starting), Started = 1, Starting = starting, Pending = starting + 1, Why = $"{starting + 1} wait" });

        var record = Assert.Single(history.All);
        Assert.Equal((5, 0, 5, "5 wait"), (record.Started, record.Starting, record.Pending, record.Why));
    }

    [Theory]
    [InlineData(600, 1, 0, 0)] // later
    [InlineData(1, 0, 1, 0)]   // one of them serves already
    [InlineData(1, 1, 0, 1)]   // it drains
    public void Others_stay_apart(int milliseconds, int starting, int serving, int drained)
    {
        var history = new DecisionHistory();
        history.Add(new ScalingRecord { At = Noon, Started = 1, Why = "first" });
        history.Add(new ScalingRecord
        {
            At = Noon.AddMilliseconds(milliseconds), Started = drained > 0 ? 0 : 1, Starting = starting, Serving = serving, Drained = [.. Enumerable.Repeat("x", drained)], Why = "second",
        });

        Assert.Equal(["second", "first"], history.All.Select(record => record.Why));
    }
}
