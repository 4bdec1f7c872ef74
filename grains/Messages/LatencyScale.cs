using System.Numerics;

namespace Actors.Grains;

/// <summary>
/// How long something took, as one of <see cref="Count"/> bands: eight for each doubling, so that a band is at most an eighth wide. The first is all below 8 µs, the last all from 9 hours on.
/// </summary>
public static class LatencyScale
{
    /// <summary>Number of bands.</summary>
    public const int Count = 256;

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
}
