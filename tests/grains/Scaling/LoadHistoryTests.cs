using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Tests.Scaling;

public sealed class LoadHistoryTests
{
    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void The_load_is_a_mean_over_the_short_window_and_the_peak_the_greatest_of_those()
    {
        var history = new LoadHistory(ScalingParameters.Default);
        history.Sample(At(1), 10, 0);
        history.Sample(At(2), 20, 0);
        Assert.Equal((15, 15), (history.At(At(2)).Concurrency, history.At(At(2)).Peak));
        history.Sample(At(3), 2, 0);
        history.Sample(At(4), 2, 0);
        Assert.Equal((2, 15), (history.At(At(4)).Concurrency, history.At(At(4)).Peak));

        // The shortest window is ten seconds.
        Assert.Equal(15, history.At(At(11.9)).Peak);
        Assert.Equal(2, history.At(At(13.5)).Peak);
    }

    [Fact]
    public void What_was_needed_is_kept_longer_where_starts_take_longer()
    {
        var history = new LoadHistory(ScalingParameters.Default);
        history.Started(At(2));
        history.Sample(At(1), 10, 0);
        for (var second = 2; second <= 50; second++)
            history.Sample(At(second), 1, 0);
        Assert.Equal(10, history.At(At(40)).Peak);
        Assert.Equal(5.5, history.At(At(42)).Peak); // the mean at second 2, of both
        Assert.Equal(1, history.At(At(43)).Peak);
    }

    [Fact]
    public void Requests_that_begin_to_wait_are_load_and_those_that_wait_on_are_not()
    {
        var history = new LoadHistory(ScalingParameters.Default with { ShortWindow = At(1) });
        history.Served(100, At(10)); // 0.1 s each
        history.Sample(At(1), 10, 0);
        history.Sample(At(2), 10, 200); // 200 more a second than are served, 0.1 s each: 20 at a time
        Assert.Equal(30, history.At(At(2)).Concurrency, 6);
        history.Sample(At(3), 10, 200);
        Assert.Equal(10, history.At(At(3)).Concurrency, 6);
    }

    [Fact]
    public void What_nobody_has_measured_for_a_while_is_no_load()
    {
        var history = new LoadHistory(ScalingParameters.Default);
        history.Sample(At(1), 50, 0);
        Assert.Equal(50, history.At(At(2.9)).Concurrency);
        Assert.Equal(0, history.At(At(3)).Concurrency);
    }

    [Fact]
    public void Before_anything_was_served_all_that_wait_are_load()
    {
        var history = new LoadHistory(ScalingParameters.Default);
        history.Sample(At(1), 0, 50);
        Assert.Equal(50, history.At(At(1)).Concurrency);
    }

    [Fact]
    public void Times_are_learnt_from_what_happens_and_no_single_one_counts_for_more_than_half()
    {
        var history = new LoadHistory(ScalingParameters.Default);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (history.At(At(0)).ServiceTime, history.At(At(0)).StartTime));
        history.Served(1000, At(50));
        history.Started(At(0.5));
        Assert.Equal((At(0.05), At(0.5)), (history.At(At(0)).ServiceTime, history.At(At(0)).StartTime));
        history.Served(100_000, At(15_000));
        history.Started(At(1.5));
        Assert.Equal((At(0.1), At(0.6)), (history.At(At(0)).ServiceTime, history.At(At(0)).StartTime));
        history.Served(0, At(0));
        Assert.Equal(At(0.1), history.At(At(0)).ServiceTime);
    }
}
