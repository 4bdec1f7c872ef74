namespace Actors.Cron;

/// <summary>
/// Local time of a zone and instants, both ways. Only the direction that is always unique, from instants to offsets, is asked of the zone; so every kind of change counts, also a country that changes its
/// zone or skips a day. Immutable.
/// </summary>
/// <param name="zone">The zone.</param>
public sealed class ZoneClock(TimeZoneInfo zone)
{
    // Further from UTC than any zone ever was; offsets this far around a local time are all it can have.
    private const long Reach = TimeSpan.TicksPerDay;

    /// <summary>The zone of a name of the time zone database.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is none.</exception>
    public static ZoneClock Of(string name) => new(name == "UTC" ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name));

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>What clocks show at an instant.</summary>
    public DateTime LocalAt(DateTimeOffset instant) => new(Shifted(instant.UtcTicks, OffsetAt(instant.UtcTicks)), DateTimeKind.Unspecified);

    /// <summary>Local time as an instant that carries its offset, for people to read.</summary>
    public DateTimeOffset Show(DateTimeOffset instant) => instant.ToOffset(zone.GetUtcOffset(instant));

    /// <summary>
    /// The instants at which clocks show a local time: one; none where they jump over it; two, the earlier first, where they show it twice.
    /// </summary>
    /// <param name="local">The local time.</param>
    /// <param name="second">The later of two.</param>
    /// <returns>The only or the earlier one, or null.</returns>
    public DateTimeOffset? InstantOf(DateTime local, out DateTimeOffset? second)
    {
        second = null;
        var before = OffsetAt(local.Ticks - Reach);
        var after = OffsetAt(local.Ticks + Reach);
        var one = Shows(local, before);
        if (after == before)
            return one;
        var other = Shows(local, after);
        if (one is null || other is null)
            return one ?? other;
        second = one > other ? one : other;
        return one < other ? one : other;
    }

    /// <summary>The instant at which clocks show a local time first, or the next minute that they show.</summary>
    public DateTimeOffset InstantAtOrAfter(DateTime local)
    {
        for (; ; local = local.AddMinutes(1))
        {
            if (InstantOf(local, out _) is { } instant)
                return instant;
        }
    }

    private DateTimeOffset? Shows(DateTime local, long offset)
    {
        var ticks = local.Ticks - offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && OffsetAt(ticks) == offset ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private long OffsetAt(long utcTicks) => zone.GetUtcOffset(new DateTime(Math.Clamp(utcTicks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    private static long Shifted(long ticks, long offset) => Math.Clamp(ticks + offset, 0, DateTime.MaxValue.Ticks);
}
