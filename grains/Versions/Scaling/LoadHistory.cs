namespace Actors.Grains.Versions.Scaling;

/// <summary>What a version's load was of late, from samples. For the turns of one grain.</summary>
/// <param name="parameters">The windows.</param>
internal sealed class LoadHistory(ScalingParameters parameters)
{
    private readonly Queue<(TimeSpan At, double Concurrency)> _short = new();
    private readonly LinkedList<(TimeSpan At, double Concurrency)> _peaks = new(); // falling: the first is the greatest of those still in the window
    private double _serviceSeconds;
    private double _startSeconds;
    private TimeSpan _sampled;
    private long _pending;

    /// <summary>Takes a sample.</summary>
    /// <param name="now">When.</param>
    /// <param name="inFlight">Mean number of requests in instances since the last sample.</param>
    /// <param name="pending">Requests that wait now.</param>
    public void Sample(TimeSpan now, double inFlight, long pending)
    {
        // What began to wait would be in instances if there were more of them; what has waited for longer is served once and is no load.
        var elapsed = (now - _sampled).TotalSeconds;
        var kept = _serviceSeconds == 0 || elapsed <= 0 ? pending : Math.Max(0, pending - _pending) / elapsed * _serviceSeconds;
        (_sampled, _pending) = (now, pending);
        _short.Enqueue((now, inFlight + kept));
        var mean = Mean(now);
        while (_peaks.Last is { } last && last.Value.Concurrency <= mean)
            _peaks.RemoveLast();
        _peaks.AddLast((now, mean));
    }

    /// <summary>Requests have ended that were in instances for so long, all together.</summary>
    public void Served(long requests, TimeSpan together) => Learn(ref _serviceSeconds, together.TotalSeconds / Math.Max(1, requests), requests);

    /// <summary>An instance has started.</summary>
    public void Started(TimeSpan took) => Learn(ref _startSeconds, took.TotalSeconds, 1);

    /// <summary>The load as it is now.</summary>
    public RecentLoad At(TimeSpan now)
    {
        var start = TimeSpan.FromSeconds(_startSeconds);
        var window = parameters.PeakWindow(start);
        while (_peaks.First is { } first && first.Value.At < now - window && _peaks.Count > 1)
            _peaks.RemoveFirst();
        return new RecentLoad(Mean(now), _peaks.First?.Value.Concurrency ?? 0, TimeSpan.FromSeconds(_serviceSeconds), start);
    }

    private double Mean(TimeSpan now)
    {
        while (_short.TryPeek(out var oldest) && oldest.At <= now - parameters.ShortWindow)
            _short.Dequeue();
        return _short.Count == 0 ? 0 : _short.Sum(static sample => sample.Concurrency) / _short.Count;
    }

    // What is new counts for a tenth per event, and never for more than half.
    private static void Learn(ref double known, double value, long events)
    {
        if (events <= 0)
            return;
        known = known == 0 ? value : known + ((value - known) * Math.Min(0.5, 0.1 * events));
    }
}
