using System.Collections.Concurrent;

namespace Actors.Runtimes.Limits;

/// <summary>What the clock looks at.</summary>
internal interface ILimited
{
    /// <summary>Looks at deadlines and memory.</summary>
    /// <param name="now">Now, as a timestamp.</param>
    /// <returns>Whether a request runs, so that it is to be looked at again.</returns>
    bool Look(long now);
}

/// <summary>
/// Looks at all workers in which requests run, so that no request needs a timer of its own: 20 times a second while there is one, not at all otherwise.
/// </summary>
internal sealed class LimitClock : IDisposable
{
    /// <summary>How late a deadline may be told.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ILimited, bool> _limited = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _ticking;

    /// <summary>A clock that rests.</summary>
    public LimitClock(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks at this one too.</summary>
    public void Add(ILimited limited) => _limited[limited] = true;

    /// <summary>Not any more.</summary>
    public void Remove(ILimited limited) => _limited.TryRemove(limited, out _);

    /// <summary>A request has begun. Its time must be set before.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _ticking) == 0 && Interlocked.Exchange(ref _ticking, 1) == 0)
        {
            _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the ticking.</summary>
    public void Dispose() => _timer.Dispose();

    private bool LookAtAll()
    {
        var now = _time.GetTimestamp();
        var runs = false;
        foreach (var (limited, _) in _limited)
        {
            runs |= limited.Look(now);
        }

        return runs;
    }

    private void Tick()
    {
        if (!LookAtAll())
        {
            // Who began after the look saw it tick still: look once more, now that he would not.
            Interlocked.Exchange(ref _ticking, 0);
            if (LookAtAll())
            {
                Wake();
            }

            return;
        }

        _timer.Change(Period, Timeout.InfiniteTimeSpan);
    }
}
