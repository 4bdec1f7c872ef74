using System.Numerics;

namespace Actors.Grains;

/// <summary>
/// How long something took, as one of <see cref="Count"/> bands: eight for each doubling, so that a band is at most an eighth wide. The first is all below 8 µs, the last all from 33 hours on.
/// </summary>
public static class LatencyScale
{
    /// <summary>Number of bands.</summary>
    public const int Count = 272;

    private const int PerDoublingBits = 3;

    /// <summary>The band of a duration.</summary>
    public static int BandOf(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(duration.Ticks / TimeSpan.TicksPerMicrosecond, 0);
        var doubling = BitOperations.Log2(microseconds | 1);
        if (doubling < PerDoublingBits)
            return 0;
        return Math.Min(((doubling - PerDoublingBits) << PerDoublingBits) + (int)((microseconds >> (doubling - PerDoublingBits)) & 7) + 1, Count - 1);
    }

    /// <summary>The lower end of a band.</summary>
    public static TimeSpan From(int band)
    {
        if (band <= 0)
            return TimeSpan.Zero;
        var (doubling, part) = ((band - 1) >> PerDoublingBits, (band - 1) & 7);
        return TimeSpan.FromMicroseconds((8L + part) << doubling);
    }

    /// <summary>The duration that a part of those counted stay below, to a sixteenth of it: the middle of its band. Zero when nothing was counted.</summary>
    /// <param name="counts">How many took how long, by band.</param>
    /// <param name="part">Such as 0.95.</param>
    public static TimeSpan Quantile<TCount>(IReadOnlyList<TCount> counts, double part) where TCount : struct, IBinaryInteger<TCount>
    {
        var total = counts.Sum(static count => long.CreateChecked(count));
        var rank = Math.Clamp((long)Math.Ceiling(part * total), 1, Math.Max(total, 1));
        for (var band = 0; band < counts.Count; band++)
        {
            rank -= long.CreateChecked(counts[band]);
            if (rank <= 0)
                return (From(band) + From(band + 1)) / 2;
        }

        return TimeSpan.Zero;
    }
}
