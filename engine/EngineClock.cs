namespace Actors.Engine;

/// <summary>A coarse clock: reading it costs one memory access. It moves with the engine's own tick, every <see cref="Tick"/>.</summary>
internal sealed class EngineClock(TimeProvider time)
{
    /// <summary>How often the clock moves and the sweeps run.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private long _now = time.GetTimestamp();

    /// <summary>Timestamp of the last tick, in units of the time provider.</summary>
    public long Now => Volatile.Read(ref _now);

    public TimeProvider Time => time;

    public void Advance() => Volatile.Write(ref _now, time.GetTimestamp());

    /// <summary>A timestamp that is not reached before this time has passed, although <see cref="Now"/> may be a tick old.</summary>
    public long After(TimeSpan span)
    {
        var ticks = (span + Tick).TotalSeconds * time.TimestampFrequency;
        return ticks >= long.MaxValue / 2 ? long.MaxValue : Math.Max(1, Now + (long)ticks);
    }

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp, Now);
}
