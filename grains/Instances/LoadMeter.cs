namespace Actors.Grains.Instances;

/// <summary>What requests take in one instance. For the turns of one grain, on the hot path: three additions and one entry of a table per request.</summary>
internal sealed class LoadMeter(TimeProvider time)
{
    /// <summary>Of so many looks at an instance that did nothing, one reads the processor time: threads of its own may be at work.</summary>
    private const int IdleLooks = 10;

    private readonly LatencyHistogram _latencies = new();
    private ConcurrencyMeter _requests;
    private TimeSpan? _cpu;
    private long _endedAtLook = -1;
    private int _looks;

    /// <summary>Requests that have ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Requests that failed.</summary>
    public long Errors { get; private set; }

    /// <summary>A request begins; returns the timestamp that its end needs.</summary>
    public long Begin()
    {
        var now = time.GetTimestamp();
        _requests.Begin(now);
        return now;
    }

    /// <summary>It ends.</summary>
    /// <param name="began">What <see cref="Begin"/> returned.</param>
    /// <param name="now">Now, as a timestamp.</param>
    /// <param name="isError">It failed.</param>
    public void End(long began, long now, bool isError)
    {
        _requests.End(now);
        Ended++;
        Errors += isError ? 1 : 0;
        _latencies.Add(time.GetElapsedTime(began, now));
    }

    /// <summary>A request of the platform's own failed; of those nothing else is counted.</summary>
    public void Fail() => Errors++;

    /// <summary>Time that requests were in the instance, all together.</summary>
    public TimeSpan RequestTime => time.GetElapsedTime(0, _requests.At(time.GetTimestamp()));

    /// <summary>How long they took; null when none has ended.</summary>
    public LatencyQuantiles? Latency => _latencies.Quantiles();

    /// <summary>The worker's processor time, read when there may be more of it than before.</summary>
    /// <param name="worker">The worker, or null when there is none.</param>
    /// <param name="exactly">Read it in any case.</param>
    public TimeSpan? Cpu(Workers.IWorker? worker, bool exactly)
    {
        if (exactly || _requests.Running > 0 || Ended != _endedAtLook || ++_looks % IdleLooks == 0)
            _cpu = worker?.Cpu();
        _endedAtLook = Ended;
        return _cpu;
    }
}
