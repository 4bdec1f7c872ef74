using Actors.Grains.Apps;

namespace Actors.Grains.Tests;

public sealed class CanaryDecisionTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(60);
    private static readonly CanaryPlan Plan = new() { Share = 0.1, Duration = TimeSpan.FromMinutes(4), MaxErrorRate = 0.01, MinRequests = 100 };

    /// <summary>Old and new as requests/errors, seconds in the step, what is decided and a word of why.</summary>
    [Theory]
    [InlineData("1000/0", "0/0", 1, "Wait", "0 requests")]
    [InlineData("1000/0", "200/0", 59, "Wait", "200 requests")]        // good, but not long enough
    [InlineData("1000/0", "200/0", 60, "Advance", "200 requests")]
    [InlineData("1000/0", "99/0", 60, "Wait", "when there are 100")]   // long enough, but too few
    [InlineData("1000/0", "99/0", 599, "Wait", "when there are 100")]
    [InlineData("1000/0", "99/0", 600, "GoBack", "needs 100")]         // what nobody uses is not promoted
    [InlineData("0/0", "100/0", 60, "Advance", "")]                    // there is nothing to compare with
    [InlineData("1000/0", "5/1", 1, "Wait", "")]                       // one error is no rate
    [InlineData("1000/0", "5/2", 1, "GoBack", "2 of its 5")]           // 2 are too many for 100 already
    [InlineData("1000/0", "199/1", 60, "Advance", "")]
    [InlineData("10000/0", "1000/10", 10, "GoBack", "against 0 %")]    // within the limit, but the old one has none
    [InlineData("1000/0", "1000/10", 10, "Wait", "1 %")]               // the same, which could be chance when that little is known of the old one
    [InlineData("1000/10", "1000/10", 60, "Advance", "1 %")]           // as bad as the old one, and within the limit
    [InlineData("1000/0", "1000/11", 10, "GoBack", "allowed are 1 %")]
    [InlineData("1000/500", "1000/11", 10, "GoBack", "allowed are 1 %")] // better than the old one, but above the limit
    public void A_canary_by_its_errors(string old, string fresh, int seconds, string verdict, string why)
    {
        var decision = CanaryDecision.Decide(Plan, Step, TimeSpan.FromSeconds(seconds), Counts(old), Counts(fresh));
        Assert.Equal(verdict, decision.Verdict.ToString());
        Assert.Contains(why, decision.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000/0", "50/1", 1, "GoBack")]  // no error is allowed
    [InlineData("1000/0", "50/0", 60, "Wait")]
    [InlineData("1000/0", "100/0", 60, "Advance")]
    public void A_canary_that_allows_no_error(string old, string fresh, int seconds, string verdict) =>
        Assert.Equal(verdict, CanaryDecision.Decide(Plan with { MaxErrorRate = 0 }, Step, TimeSpan.FromSeconds(seconds), Counts(old), Counts(fresh)).Verdict.ToString());

    [Theory]
    [InlineData("10000/200", "500/22", "Wait")]      // 4.4 % against 2 %: could be chance
    [InlineData("10000/200", "2000/88", "GoBack")]   // the same with more requests
    [InlineData("100000/200", "100000/600", "Wait")] // 0.6 % against 0.2 %: no chance, but no half percentage point
    public void Within_a_wide_limit_it_must_not_be_worse_than_the_old(string old, string fresh, string verdict) =>
        Assert.Equal(verdict, CanaryDecision.Decide(Plan with { MaxErrorRate = 0.5 }, Step, TimeSpan.FromSeconds(10), Counts(old), Counts(fresh)).Verdict.ToString());

    /// <summary>Latencies are log-normal with a median of 20 ms: their 95th percentile, five times that, is known badly from few.</summary>
    [Theory]
    [InlineData(100, 1.0, 0, 0)]      // the same: never back
    [InlineData(1000, 1.0, 0, 0)]
    [InlineData(5000, 1.05, 0, 0)]    // five percent are within the tolerance
    [InlineData(1000, 3.0, 200, 200)] // always back
    [InlineData(5000, 1.5, 200, 200)]
    public void A_canary_by_its_latency(int requests, double slower, int atLeast, int atMost)
    {
        var back = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var decision = CanaryDecision.Decide(Plan, Step, Step, LogNormal(random, requests * 3, 0.020), LogNormal(random, requests, 0.020 * slower));
            back += decision.Verdict == CanaryVerdict.GoBack ? 1 : 0;
        }

        Assert.InRange(back, atLeast, atMost);
    }

    [Fact]
    public void Looked_at_every_second_for_an_hour_chance_sends_nothing_back()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (old, fresh) = (Counts("0/0"), Counts("0/0"));
            for (var second = 1; second <= 3600; second++)
            {
                old = Add(old, LogNormal(random, 18, 0.020), Errors(random, 18));
                fresh = Add(fresh, LogNormal(random, 2, 0.020), Errors(random, 2));
                var decision = CanaryDecision.Decide(Plan with { MaxErrorRate = 0.05 }, TimeSpan.FromHours(2), TimeSpan.FromSeconds(second), old, fresh);
                Assert.True(decision.Verdict == CanaryVerdict.Wait, decision.Why);
            }
        }

        static int Errors(Random random, int requests) => Enumerable.Range(0, requests).Count(_ => random.NextDouble() < 0.01);
    }

    [Fact]
    public void It_says_how_much_slower_it_is()
    {
        var decision = CanaryDecision.Decide(Plan, Step, Step, Constant(1000, TimeSpan.FromMilliseconds(20)), Constant(1000, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(CanaryVerdict.GoBack, decision.Verdict);
        Assert.Equal("Its 95th percentile of latency is 51.2 ms, against 19.5 ms of the old version's.", decision.Why);
    }

    private static CanaryCounts Counts(string text)
    {
        var parts = text.Split('/');
        return new CanaryCounts(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), []);
    }

    private static CanaryCounts Constant(int requests, TimeSpan latency)
    {
        var latencies = new long[LatencyScale.Count];
        latencies[LatencyScale.BandOf(latency)] = requests;
        return new CanaryCounts(requests, 0, latencies);
    }

    private static CanaryCounts LogNormal(Random random, int requests, double median)
    {
        var latencies = new long[LatencyScale.Count];
        for (var i = 0; i < requests; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            latencies[LatencyScale.BandOf(TimeSpan.FromSeconds(median * Math.Exp(normal)))]++;
        }

        return new CanaryCounts(requests, 0, latencies);
    }

    private static CanaryCounts Add(CanaryCounts one, CanaryCounts more, int errors) => new(
        one.Requests + more.Requests, one.Errors + errors, [.. more.Latencies.Select((count, band) => count + (band < one.Latencies.Count ? one.Latencies[band] : 0))]);
}
