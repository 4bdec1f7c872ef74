namespace Actors.Runtimes.Limits;

/// <summary>What was used between two looks.</summary>
/// <param name="Apps">Processors that the workers of each app used, such as 1.5.</param>
/// <param name="HasSpare">Whether so much was idle that nobody suffered.</param>
/// <param name="Elapsed">From look to look.</param>
/// <param name="Processors">How many there are.</param>
internal sealed record CpuReading(IReadOnlyDictionary<string, double> Apps, bool HasSpare, TimeSpan Elapsed, int Processors);

/// <summary>Reads what was used of the processors from one look to the next.</summary>
/// <param name="times">What was used so far.</param>
/// <param name="time">The clock.</param>
internal sealed class CpuMeter(ICpuTimes times, TimeProvider time)
{
    private Dictionary<int, TimeSpan>? _used;
    private TimeSpan? _idle;
    private long _read;

    /// <summary>Whether there were processors to spare at the last look. Not where that is not known.</summary>
    public bool HasSpare { get; private set; }

    /// <summary>What was used since the last look, by a worker that has come since then all that it has used. One number is read while there are processors to spare, unless all is wanted.</summary>
    /// <param name="workers">Processes, and the app of each.</param>
    /// <param name="all">Read in any case.</param>
    /// <returns>Null when it was not read, now or at the last look.</returns>
    public CpuReading? Read(IEnumerable<KeyValuePair<int, string>> workers, bool all)
    {
        var (elapsed, idleBefore, before) = (time.GetElapsedTime(_read), _idle, _used);
        (_read, _idle, _used) = (time.GetTimestamp(), times.Idle(), null);
        HasSpare = _idle - idleBefore > CpuVerdict.Spare * times.Processors * elapsed;
        if (HasSpare && !all)
        {
            return null;
        }

        _used = [];
        var apps = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (pid, app) in workers)
        {
            if (times.Of(pid) is { } used)
            {
                _used[pid] = used;
                apps[app] = apps.GetValueOrDefault(app) + Math.Max((used - (before?.GetValueOrDefault(pid) ?? used)) / elapsed, 0);
            }
        }

        return before is null ? null : new CpuReading(apps, HasSpare, elapsed, times.Processors);
    }

    /// <summary>The next look has nothing to compare with.</summary>
    public void Forget() => (_used, _idle) = (null, null);
}
