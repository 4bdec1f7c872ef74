namespace Actors.Grains.Apps;

/// <summary>Shares as buckets. Pure.</summary>
internal static class TrafficBuckets
{
    /// <summary>
    /// Traffic that is split by these weights. Every version gets its part in thousandths, at least one; clients that need not change their version keep it: a version that shrinks gives up its last
    /// buckets, and one that grows takes those.
    /// </summary>
    /// <param name="before">What the traffic was, or null.</param>
    /// <param name="weights">Versions and weights above 0, at least one and at most <see cref="Traffic.MostVersions"/>, each version once.</param>
    /// <param name="splitBy">How a request finds its version.</param>
    /// <param name="etag">The name of the new state.</param>
    public static Traffic Split(Traffic? before, IReadOnlyList<KeyValuePair<string, double>> weights, TrafficSplit splitBy, string etag)
    {
        var counts = Apportion([.. weights.Select(static weight => weight.Value)]);
        return new Traffic
        {
            Shares = weights.Select((weight, i) => new TrafficShare(weight.Key, counts[i] / (double)Traffic.BucketCount)).ToArray(),
            SplitBy = splitBy,
            ETag = etag,
            Buckets = weights.Count == 1 ? [] : Assign(before, [.. weights.Select(static weight => weight.Key)], counts),
        };
    }

    /// <summary>All to one.</summary>
    public static Traffic All(string version, TrafficSplit splitBy, string etag) => new() { Shares = new[] { new TrafficShare(version, 1) }, SplitBy = splitBy, ETag = etag };

    /// <summary>The weights of a step towards a target: it gets the share, or what it has if that is more, and the others keep their proportions.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Towards(Traffic before, string target, double share)
    {
        share = Math.Max(share, before.ShareOf(target));
        if (share >= 1)
            return [new(target, 1)];
        var others = before.Shares.Where(other => other.Version != target).ToArray();
        var rest = (1 - share) / others.Sum(static other => other.Share);
        return [.. others.Select(other => new KeyValuePair<string, double>(other.Version, other.Share * rest)), new(target, share)];
    }

    /// <summary>Whole buckets by the largest remainder, each at least one.</summary>
    internal static int[] Apportion(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        var exact = weights.Select(weight => weight / sum * Traffic.BucketCount).ToArray();
        var counts = exact.Select(static part => Math.Max(1, (int)Math.Floor(part))).ToArray();
        for (var left = Traffic.BucketCount - counts.Sum(); left != 0; left -= Math.Sign(left))
        {
            var change = Math.Sign(left);
            var next = Enumerable.Range(0, counts.Length).Where(i => counts[i] + change > 0).MaxBy(i => (exact[i] - counts[i]) * change);
            counts[next] += change;
        }

        return counts;
    }

    private static byte[] Assign(Traffic? before, IReadOnlyList<string> versions, int[] counts)
    {
        const byte None = byte.MaxValue;
        var buckets = new byte[Traffic.BucketCount];
        var missing = counts.ToArray();
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            var index = before is null ? -1 : IndexOf(versions, before.Shares[before.Buckets.Length == 0 ? 0 : before.Buckets[bucket]].Version);
            buckets[bucket] = index >= 0 && missing[index] > 0 ? (byte)index : None;
            if (buckets[bucket] != None)
                missing[index]--;
        }

        var taker = 0;
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            if (buckets[bucket] != None)
                continue;
            while (missing[taker] == 0)
                taker++;
            buckets[bucket] = (byte)taker;
            missing[taker]--;
        }

        return buckets;
    }

    private static int IndexOf(IReadOnlyList<string> versions, string version)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i] == version)
                return i;
        }

        return -1;
    }
}
