using Actors.Configuration;

namespace Actors.Cron.Tests;

/// <summary>What a run must satisfy, said a second time and differently: by looking at the local clock, minute by minute where it must.</summary>
internal static class Rule
{
    public static bool Holds(Schedule schedule, TimeZoneInfo zone, DateTimeOffset after, DateTimeOffset run)
    {
        var local = TimeZoneInfo.ConvertTime(run, zone).DateTime;
        return schedule switch
        {
            IntervalSchedule interval => (after + interval.Every - run).Ticks is >= 0 and < TimeSpan.TicksPerMinute,
            CalendarSchedule calendar => TimeOnly.FromDateTime(local) == calendar.Time && IsDay(calendar, local),
            RangeSchedule range => IsStep(range, zone, run, local),
            _ => false,
        };
    }

    private static bool IsDay(CalendarSchedule calendar, DateTime local)
    {
        if (!calendar.Months.Contains(local.Month))
            return false;
        if (!calendar.MonthDays.IsEmpty)
            return calendar.MonthDays.Contains(local.Day);
        var sameWeekdayBefore = Enumerable.Range(1, local.Day).Count(day => new DateTime(local.Year, local.Month, day).DayOfWeek == local.DayOfWeek);
        return calendar.Weekdays.Contains((int)local.DayOfWeek) && calendar.Ordinals.Contains(sameWeekdayBefore);
    }

    // Backwards in steps of the interval a beginning is found, within the day before and its hour more.
    private static bool IsStep(RangeSchedule range, TimeZoneInfo zone, DateTimeOffset run, DateTime local)
    {
        for (var at = run; run - at <= TimeSpan.FromHours(26); at -= range.Every)
        {
            if (!IsStart(range, zone, at))
                continue;
            return at == run || IsWithin(range, TimeOnly.FromDateTime(local)) || JumpsNear(zone, run);
        }

        return false;
    }

    private static bool IsStart(RangeSchedule range, TimeZoneInfo zone, DateTimeOffset at)
    {
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        if (local == range.From)
            return true;

        // The first minute after a jump over it.
        var before = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.AddMinutes(-1), zone).DateTime);
        return before.AddMinutes(1) != local && IsBetween(range.From, before, local);
    }

    private static bool IsWithin(RangeSchedule range, TimeOnly time) => range.From <= range.To ? time >= range.From && time <= range.To : time >= range.From || time <= range.To;

    private static bool IsBetween(TimeOnly time, TimeOnly from, TimeOnly to) => time.IsBetween(from, to);

    // Bounds that clocks jump over or show twice are moved: there the local clock does not tell.
    private static bool JumpsNear(TimeZoneInfo zone, DateTimeOffset run) => zone.GetUtcOffset(run.AddHours(-26)) != zone.GetUtcOffset(run.AddHours(26));
}
