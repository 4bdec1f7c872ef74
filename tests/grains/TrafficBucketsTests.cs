using Actors.Grains.Apps;

namespace Actors.Grains.Tests;

public sealed class TrafficBucketsTests
{
    [Theory]
    [InlineData("a=1", "1000")]
    [InlineData("a=2 b=2", "500 500")]              // weights, not shares
    [InlineData("a=1 b=1 c=1", "334 333 333")]      // the remainder goes to the first
    [InlineData("a=0.9 b=0.1", "900 100")]
    [InlineData("a=99999 b=1", "999 1")]            // nobody who was named gets nothing
    [InlineData("a=1 b=1e-9 c=1e-9", "998 1 1")]
    [InlineData("a=0.6665 b=0.3335", "667 333")]
    public void Weights_become_thousandths(string weights, string buckets)
    {
        var traffic = Split(null, weights);
        Assert.Equal(buckets, string.Join(' ', traffic.Shares.Select(share => Math.Round(share.Share * 1000))));
        Assert.Equal(1, traffic.Shares.Sum(share => share.Share), 9);
    }

    [Theory]
    [InlineData("a=1", "a=9 b=1", 100)]
    [InlineData("a=9 b=1", "a=8 b=2", 100)]
    [InlineData("a=9 b=1", "a=1", 100)]
    [InlineData("a=5 b=3 c=2", "a=4 b=3 c=3", 100)]  // from a to c and nobody else
    [InlineData("a=5 b=5", "b=5 a=5", 0)]            // in another order
    [InlineData("a=5 b=5", "c=1", 1000)]
    [InlineData("a=5 b=5", "a=5 c=5", 500)]
    [InlineData("a=1 b=1 c=1", "a=1 b=1 c=1", 0)]
    public void Only_those_clients_move_that_must(string before, string after, int moved)
    {
        var first = Split(null, before);
        var second = Split(first, after);
        Assert.Equal(moved, Enumerable.Range(0, Traffic.BucketCount).Count(bucket => VersionOf(first, bucket) != VersionOf(second, bucket)));
    }

    [Fact]
    public void Through_a_thousand_changes_never_more_clients_move_than_the_shares_differ()
    {
        var random = new Random(7);
        var traffic = Split(null, "a=1");
        for (var change = 0; change < 1000; change++)
        {
            var weights = "abcdefgh".Where(_ => random.Next(3) > 0).Select(name => new KeyValuePair<string, double>($"{name}", random.NextDouble() + 0.001)).ToArray();
            if (weights.Length == 0)
                continue;
            var next = TrafficBuckets.Split(traffic, weights, TrafficSplit.Ip, "1");
            var moved = Enumerable.Range(0, Traffic.BucketCount).Count(bucket => VersionOf(traffic, bucket) != VersionOf(next, bucket));
            var names = traffic.Shares.Concat(next.Shares).Select(share => share.Version).Distinct();
            Assert.Equal(names.Sum(name => Math.Max(0, Count(traffic, name) - Count(next, name))), moved);
            Assert.All(next.Shares, share => Assert.Equal(Math.Round(share.Share * 1000), Count(next, share.Version)));
            traffic = next;
        }
    }

    [Fact]
    public void A_hundred_versions_can_share()
    {
        var traffic = TrafficBuckets.Split(null, [.. Enumerable.Range(0, Traffic.MostVersions).Select(i => new KeyValuePair<string, double>($"v{i}", 1))], TrafficSplit.Cookie, "1");
        Assert.All(traffic.Shares, share => Assert.Equal(0.01, share.Share));
    }

    [Theory]
    [InlineData("a=1", "b", 0.1, "a 90 %, b 10 %")]
    [InlineData("a=3 c=1", "b", 0.2, "a 60 %, c 20 %, b 20 %")]
    [InlineData("a=6 b=4", "b", 0.1, "a 60 %, b 40 %")]  // it has more already
    [InlineData("a=6 b=4", "b", 0.7, "a 30 %, b 70 %")]
    [InlineData("a=6 b=4", "b", 1, "b 100 %")]
    public void A_step_takes_from_all_in_proportion(string before, string target, double share, string after)
    {
        var traffic = Split(null, before);
        Assert.Equal(after, TrafficBuckets.Split(traffic, TrafficBuckets.Towards(traffic, target, share), TrafficSplit.Ip, "2").Describe());
    }

    [Theory]
    [InlineData("", false, "a", "a")]
    [InlineData("a=1", false, "a", null)]
    [InlineData("a=1", false, "b a", "b")]         // nobody asked for a: the first named gets it
    [InlineData("a=1", true, "b a", null)]         // somebody did
    [InlineData("a=9 b=1", true, "b a", null)]
    [InlineData("a=9 b=1", true, "c b a", null)]
    [InlineData("a=9 b=1", true, "b", "b")]        // a is not served
    [InlineData("a=1", true, "b", "b")]
    [InlineData("a=1", true, "b c", "b")]
    public void At_the_start_what_somebody_set_among_the_versions_served_stays(string current, bool isExplicit, string served, string? heir) =>
        Assert.Equal(heir, TrafficAtStart.Heir(current.Length == 0 ? null : Split(null, current) with { IsExplicit = isExplicit }, served.Split(' ')));

    [Theory]
    [InlineData(0.1, 0, "0.1 0.2 0.4 0.8 1")]
    [InlineData(0.5, 0, "0.5 1")]
    [InlineData(0.3, 0, "0.3 0.6 1")]
    [InlineData(0.1, 0.3, "0.4 0.8 1")]
    [InlineData(0.1, 0.9, "1")]
    public void A_canarys_steps_double(double first, double has, string steps) =>
        Assert.Equal(steps, string.Join(' ', MoveSteps.OfCanary(first, has).Select(step => FormattableString.Invariant($"{step:0.###}"))));

    private static Traffic Split(Traffic? before, string weights) => TrafficBuckets.Split(
        before,
        [.. weights.Split(' ').Select(weight => weight.Split('=')).Select(pair => new KeyValuePair<string, double>(pair[0], double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)))],
        TrafficSplit.Ip,
        "1");

    private static string VersionOf(Traffic traffic, int bucket) => traffic.Shares[traffic.Buckets.Length == 0 ? 0 : traffic.Buckets[bucket]].Version;

    private static int Count(Traffic traffic, string version) => Enumerable.Range(0, Traffic.BucketCount).Count(bucket => VersionOf(traffic, bucket) == version);
}
