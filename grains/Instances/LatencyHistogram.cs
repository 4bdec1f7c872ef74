namespace Actors.Grains.Instances;

/// <summary>
/// Counts of latencies by <see cref="LatencyScale"/>. When there are ten thousand all are halved, so that what was long ago fades. For the turns of one grain.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Fades = 10_000;
    private uint[]? _counts;
    private uint _total;

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency)
    {
        _counts ??= new uint[LatencyScale.Count];
        _counts[LatencyScale.BandOf(latency)]++;
        if (++_total >= Fades)
            Halve(_counts);
    }

    /// <summary>The quantiles; null when nothing was counted.</summary>
    public LatencyQuantiles? Quantiles() =>
        _counts is { } counts ? new(LatencyScale.Quantile(counts, 0.5), LatencyScale.Quantile(counts, 0.95), LatencyScale.Quantile(counts, 0.99)) : null;

    private void Halve(uint[] counts)
    {
        _total = 0;
        for (var index = 0; index < counts.Length; index++)
            _total += counts[index] >>= 1;
    }
}
