namespace Actors.Grains.Instances;

/// <summary>
/// Adds up the time that requests take, those under way included: the difference of two readings, divided by the time between, is the exact mean number at a time.
/// In timestamps; for the turns of one grain.
/// </summary>
internal struct ConcurrencyMeter
{
    private long _sum;

    /// <summary>Requests under way.</summary>
    public int Running { get; private set; }

    /// <summary>One begins.</summary>
    public void Begin(long now)
    {
        _sum -= now;
        Running++;
    }

    /// <summary>One ends.</summary>
    public void End(long now)
    {
        _sum += now;
        Running--;
    }

    /// <summary>The sum at an instant.</summary>
    public readonly long At(long now) => _sum + (Running * now);
}
