using System.Numerics;

namespace Actors.Grains.Instances;

/// <summary>
/// Counts of latencies on a scale of four steps per doubling, from a microsecond to a day. When there are ten thousand all are halved, so that what was long ago fades. For the turns of one grain.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Fades = 10_000;
    private const int Doublings = 38;
    private uint[]? _counts;
    private uint _total;

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency)
    {
        _counts ??= new uint[Doublings * 4];
        _counts[IndexOf((long)latency.TotalMicroseconds)]++;
        if (++_total >= Fades)
            Halve(_counts);
    }

    /// <summary>The quantiles; null when nothing was counted.</summary>
    public LatencyQuantiles? Quantiles() => _counts is null ? null : new(At(0.5), At(0.95), At(0.99));

    private TimeSpan At(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * _total));
        var index = -1;
        for (long seen = 0; seen < rank; seen += _counts![++index])
        {
        }

        return TimeSpan.FromMicroseconds((LeastOf(index) + LeastOf(index + 1)) / 2.0);
    }

    // A power of two and the two binary digits after it; below four microseconds each has a step of its own.
    private static int IndexOf(long microseconds)
    {
        if (microseconds < 4)
            return (int)Math.Max(0, microseconds);
        var power = BitOperations.Log2((ulong)microseconds);
        return Math.Min(((power - 1) * 4) + (int)((microseconds >> (power - 2)) & 3), (Doublings * 4) - 1);
    }

    private static long LeastOf(int index) => index < 4 ? index : (4L + (index & 3)) << ((index >> 2) - 1);

    private void Halve(uint[] counts)
    {
        _total = 0;
        for (var index = 0; index < counts.Length; index++)
            _total += counts[index] >>= 1;
    }
}
