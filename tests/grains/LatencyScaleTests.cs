namespace Actors.Grains.Tests;

public sealed class LatencyScaleTests
{
    [Fact]
    public void A_band_is_at_most_an_eighth_wide()
    {
        for (var band = 1; band < LatencyScale.Count - 1; band++)
        {
            var (from, to) = (LatencyScale.From(band), LatencyScale.From(band + 1));
            Assert.Equal(band, LatencyScale.BandOf(from));
            Assert.Equal(band, LatencyScale.BandOf(to - TimeSpan.FromMicroseconds(1)));
            Assert.InRange((to - from) / from, 0, 0.125001);
        }

        Assert.Equal(0, LatencyScale.BandOf(TimeSpan.FromMicroseconds(-5)));
        Assert.Equal(LatencyScale.Count - 1, LatencyScale.BandOf(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData(0.001, 0.01)]
    [InlineData(0.25, 0.01)]
    [InlineData(0.5, 0.01)]
    [InlineData(0.51, 3)]
    [InlineData(0.99, 3)]
    [InlineData(1, 86_400)]
    public void A_quantile_is_the_duration_that_so_many_stay_below(double part, double seconds)
    {
        var counts = new uint[LatencyScale.Count];
        counts[LatencyScale.BandOf(TimeSpan.FromSeconds(0.01))] = 500;
        counts[LatencyScale.BandOf(TimeSpan.FromSeconds(3))] = 499;
        counts[LatencyScale.BandOf(TimeSpan.FromDays(1))] = 1;
        Assert.InRange(LatencyScale.Quantile(counts, part).TotalSeconds / seconds, 0.9375, 1.0625);
    }

    [Fact]
    public void A_quantile_of_nothing_is_no_time()
    {
        Assert.Equal(TimeSpan.Zero, LatencyScale.Quantile(Array.Empty<long>(), 0.95));
        Assert.Equal(TimeSpan.Zero, LatencyScale.Quantile(new long[LatencyScale.Count], 0.95));
    }
}
