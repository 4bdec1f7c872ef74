namespace Actors.Configuration;

/// <summary>
/// What a <c>schedule</c> of cron.yaml says, without the time zone that it is meant in. Immutable. Made by <see cref="ScheduleReader"/>; source: the grammar of App Engine's cron.
/// </summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }
}

/// <summary><c>every N minutes</c>: N after the end of the run before; the first one N after the job came to be.</summary>
/// <param name="Every">1 minute to 99,999 hours.</param>
public sealed record IntervalSchedule(TimeSpan Every) : Schedule;

/// <summary>
/// <c>every N minutes from T1 to T2</c>, and <c>synchronized</c>, which is from 00:00 to 23:59: every N of elapsed time from T1 on, up to T2 and including it; each T1 begins anew.
/// </summary>
/// <param name="Every">1 minute to 99,999 hours.</param>
/// <param name="From">T1, local time.</param>
/// <param name="To">T2, local time. Before T1: the next day. The same: one run a day.</param>
public sealed record RangeSchedule(TimeSpan Every, TimeOnly From, TimeOnly To) : Schedule;

/// <summary>A local time on certain days. A day matches by <see cref="MonthDays"/> when there are any, otherwise by <see cref="Weekdays"/> and <see cref="Ordinals"/>.</summary>
/// <param name="Months">1 to 12.</param>
/// <param name="MonthDays">1 to 31; empty where weekdays decide. Days that a month does not have do not count.</param>
/// <param name="Weekdays">0 (Sunday) to 6.</param>
/// <param name="Ordinals">1 to 5: the first to fifth of these weekdays in the month.</param>
/// <param name="Time">Local time.</param>
public sealed record CalendarSchedule(NumberSet Months, NumberSet MonthDays, NumberSet Weekdays, NumberSet Ordinals, TimeOnly Time) : Schedule
{
    /// <summary>All months.</summary>
    public static readonly NumberSet EveryMonth = NumberSet.Range(1, 12);

    /// <summary>All weekdays.</summary>
    public static readonly NumberSet EveryWeekday = NumberSet.Range(0, 6);

    /// <summary>The first to the fifth.</summary>
    public static readonly NumberSet EveryOrdinal = NumberSet.Range(1, 5);

    /// <summary>Whether it means this day.</summary>
    public bool Matches(DateOnly day) => Months.Contains(day.Month) && (MonthDays.IsEmpty
        ? Weekdays.Contains((int)day.DayOfWeek) && Ordinals.Contains((day.Day + 6) / 7)
        : MonthDays.Contains(day.Day));
}
