using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

/// <summary>On a machine with two processors, which are used up unless a test says otherwise.</summary>
public sealed class CpuVerdictTests
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(50);
    private Dictionary<string, CpuUse> _apps = [];

    [Theory]
    [InlineData(2.0, 1, false)]  // alone it may have all
    [InlineData(0.7, 2, false)]
    [InlineData(0.8, 2, true)]   // more than three quarters of one of two processors
    [InlineData(0.4, 4, true)]
    public void An_app_is_held_back_when_it_has_more_than_its_share_and_is_not_alone(double used, int active, bool expected)
    {
        Look(TimeSpan.FromSeconds(10), used, [.. Enumerable.Repeat(0.1, active - 1)]);
        Assert.Equal(expected, _apps["shop"].IsHeldBack);
    }

    [Theory]
    [InlineData(2.0, 1, true)]   // nobody to be held back from
    [InlineData(0.3, 2, false)]  // what an app gets that is held back is no rest
    [InlineData(0.05, 2, true)]
    public void It_is_let_go_when_it_rests_or_is_alone(double used, int active, bool expected) =>
        Assert.Equal(expected, CpuVerdict.IsCalm(used, active, 2));

    [Theory]
    [InlineData(1.9, 50)]
    [InlineData(1.4, 100)]
    [InlineData(1.0, 200)]
    [InlineData(0.8, 850)]
    public void The_more_it_takes_the_sooner_it_is_held_back(double used, int milliseconds)
    {
        Look(TimeSpan.FromMilliseconds(milliseconds) - _period, used, 0.1);
        Assert.False(_apps.GetValueOrDefault("shop").IsHeldBack);
        Look(_period, used, 0.1);
        Assert.True(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void Who_spins_alone_is_held_back_as_soon_as_somebody_else_comes()
    {
        Look(TimeSpan.FromMinutes(1), 1.9);
        Assert.False(_apps["shop"].IsHeldBack);
        Look(_period, 1.9, 0.1);
        Assert.True(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void An_app_that_loads_its_libraries_beside_a_busy_one_is_not_held_back()
    {
        Look(TimeSpan.FromMilliseconds(300), 0.85, 0.5);
        Assert.False(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void Nor_is_one_that_takes_a_whole_processor_for_a_moment_again_and_again()
    {
        for (var second = 0; second < 10; second++)
        {
            Look(TimeSpan.FromMilliseconds(150), 1.0, 0.5);
            Look(TimeSpan.FromMilliseconds(850), 0.1, 0.5);
        }

        Assert.False(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void Nobody_is_held_back_while_a_processor_is_idle()
    {
        for (var looks = 0; looks < 200; looks++)
        {
            Judge(true, 1.5, 0.1);
        }

        Assert.False(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void Who_gets_next_to_nothing_is_active_all_the_same()
    {
        Look(TimeSpan.FromSeconds(1), 0.1, 0.1);
        Look(_period, 1.9, 0.01);
        Assert.True(_apps["shop"].IsHeldBack);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1000)]
    public void It_is_let_go_after_ten_seconds_of_rest_however_often_is_looked(int period)
    {
        HoldBack();
        for (var time = period; time < 10_000; time += period)
        {
            Judge(false, 0.01, 0.5, period);
            Assert.True(_apps["shop"].IsHeldBack);
        }

        Judge(false, 0.01, 0.5, period);
        Assert.False(_apps["shop"].IsHeldBack);
    }

    [Fact]
    public void A_short_request_is_rest_and_a_long_one_is_not()
    {
        HoldBack();
        Look(TimeSpan.FromSeconds(6), 0, 0.5);
        Look(_period, 0.4, 0.5); // 20 ms
        Assert.True(_apps["shop"].Calm > TimeSpan.FromSeconds(5));

        Look(TimeSpan.FromMilliseconds(300), 0.8, 0.5);
        Assert.Equal(TimeSpan.Zero, _apps["shop"].Calm);
    }

    [Fact]
    public void Who_has_no_worker_for_a_moment_is_not_let_go_for_that()
    {
        HoldBack();
        _apps = CpuVerdict.Judge(_apps, Reading(false, 50, [KeyValuePair.Create("other0", 0.5)]));
        Assert.True(_apps["shop"].IsHeldBack);
    }

    private void HoldBack() => _apps = new() { ["shop"] = new CpuUse(0, 0, TimeSpan.Zero, IsHeldBack: true, TimeSpan.Zero) };

    // That long, with so many processors for the app and for each other one.
    private void Look(TimeSpan time, double used, params double[] others)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += _period)
        {
            _apps = CpuVerdict.Judge(_apps, Reading(false, 50, [KeyValuePair.Create("shop", used), .. others.Select((other, index) => KeyValuePair.Create($"other{index}", other))]));
        }
    }

    private void Judge(bool hasSpare, double used, double other, int milliseconds = 50) =>
        _apps = CpuVerdict.Judge(_apps, Reading(hasSpare, milliseconds, [KeyValuePair.Create("shop", used), KeyValuePair.Create("other0", other)]));

    private static CpuReading Reading(bool hasSpare, int milliseconds, KeyValuePair<string, double>[] apps) =>
        new(new Dictionary<string, double>(apps), hasSpare, TimeSpan.FromMilliseconds(milliseconds), 2);
}
