using Actors.Grains.Instances;

namespace Actors.Grains.Tests;

public sealed class LoadMeterTests
{
    [Fact]
    public void The_sum_counts_those_under_way_so_that_means_are_exact()
    {
        var meter = default(ConcurrencyMeter);
        meter.Begin(100);
        meter.Begin(110);
        Assert.Equal(30, meter.At(120)); // 20 of the first, 10 of the second
        meter.End(120);
        Assert.Equal(40, meter.At(130));
        Assert.Equal(1, meter.Running);
        meter.End(130);
        Assert.Equal(40, meter.At(1_000_000));
    }

    [Fact]
    public void Requests_that_failed_are_counted_with_the_others_and_those_of_the_platform_alone()
    {
        var meter = new LoadMeter(TimeProvider.System);
        meter.End(meter.Begin(), 0, isError: false);
        meter.End(meter.Begin(), 0, isError: true);
        meter.Fail();
        Assert.Equal((2, 2), (meter.Ended, meter.Errors));
    }

    [Theory]
    [InlineData(0.000_05)]
    [InlineData(0.0042)]
    [InlineData(0.05)]
    [InlineData(1)]
    [InlineData(59.9)]
    [InlineData(86_000)]
    public void A_latency_is_known_to_a_sixteenth(double seconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(seconds));
        Assert.InRange(histogram.Quantiles()!.Median.TotalSeconds / seconds, 0.9375, 1.0626);
    }

    [Fact]
    public void Quantiles_are_those_of_the_requests()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Quantiles());
        for (var request = 1; request <= 1000; request++)
            histogram.Add(TimeSpan.FromMilliseconds(request));
        var quantiles = histogram.Quantiles()!;
        Assert.InRange(quantiles.Median.TotalMilliseconds, 468, 532);
        Assert.InRange(quantiles.P95.TotalMilliseconds, 890, 1010);
        Assert.InRange(quantiles.P99.TotalMilliseconds, 928, 1052);
    }

    [Fact]
    public void Nothing_and_a_week_have_a_place_too_and_what_was_long_ago_fades()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromDays(7));
        histogram.Add(TimeSpan.FromTicks(-1));
        for (var request = 0; request < 100_000; request++)
            histogram.Add(TimeSpan.Zero);
        Assert.InRange(histogram.Quantiles()!.P99, TimeSpan.Zero, TimeSpan.FromMicroseconds(8));
    }
}
