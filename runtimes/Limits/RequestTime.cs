namespace Actors.Runtimes.Limits;

/// <summary>What has come for a request.</summary>
internal enum TimeCome
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>Its deadline: the app is told.</summary>
    Deadline,

    /// <summary>The end of its grace: the worker is killed.</summary>
    End,
}

/// <summary>
/// The time of the request on one connection. Begun and ended by who sends the request, looked at by the clock; without locks, because it is on the path of every
/// request: who changes <c>_due</c> from what he has seen has the say.
/// </summary>
internal sealed class RequestTime
{
    private long _due;
    private long _number;
    private long _grace;
    private volatile bool _isTold;
    private volatile bool _isEnded;

    /// <summary>Whether a request runs that has a deadline.</summary>
    public bool IsRunning => Volatile.Read(ref _due) != 0;

    /// <summary>Whether the worker was killed for this request.</summary>
    public bool HasEndedWorker => _isEnded;

    /// <summary>A request is about to be sent.</summary>
    /// <param name="due">The timestamp of its deadline; 0 without one.</param>
    /// <param name="grace">In timestamps.</param>
    public void Begin(long due, long grace)
    {
        _number++;
        _grace = grace;
        _isTold = false;
        Volatile.Write(ref _due, due);
    }

    /// <summary>The answer is there.</summary>
    /// <returns>Whether the deadline had come before.</returns>
    public bool End()
    {
        if (_due != 0)
        {
            Interlocked.Exchange(ref _due, 0);
        }

        return _isTold;
    }

    /// <summary>Looks whether something has come; says each only once.</summary>
    /// <param name="now">Now, as a timestamp.</param>
    /// <param name="number">Which request on this connection, from 1.</param>
    public TimeCome Look(long now, out long number)
    {
        var due = Volatile.Read(ref _due);

        // Read before the exchange: when that succeeds it was the same request all the time.
        number = Volatile.Read(ref _number);
        var (grace, told) = (_grace, _isTold);
        if (due == 0 || now < due)
        {
            return TimeCome.No;
        }

        if (Interlocked.CompareExchange(ref _due, told ? long.MaxValue : due + grace, due) != due)
        {
            return TimeCome.No;
        }

        if (told)
        {
            _isEnded = true;
            return TimeCome.End;
        }

        _isTold = true;
        return TimeCome.Deadline;
    }
}
