using System.Globalization;
using Actors.Configuration;
using Quartz;

namespace Actors.Cron;

/// <summary>
/// Which Quartz trigger stands for a schedule. Pure.
/// <code>
/// calendar, clocks that never change       cron trigger                  0 M H days months weekdays
/// range within a day, such clocks          daily-time-interval trigger   every N from T1 to T2
/// everything else                          a trigger for one occurrence, replaced at the run's end
/// </code>
/// Left to the last: zones with daylight saving (Quartz fires at the end of the hour that is skipped and once in the hour that comes twice), several ordinals, ranges over midnight, and
/// intervals, which are reckoned from the end of a run.
/// </summary>
internal static class TriggerPlan
{
    // What a zone did in this time before and does in this time ahead, it is taken to do.
    private const int YearsLookedAt = 3;

    /// <summary>The schedule of a lasting trigger, or null when each occurrence gets a trigger of its own.</summary>
    public static IScheduleBuilder? Lasting(Schedule schedule, TimeZoneInfo zone, DateTimeOffset now) => (schedule, IsConstant(zone, now)) switch
    {
        (CalendarSchedule calendar, true) when Expression(calendar) is { } expression =>
            CronScheduleBuilder.Create(expression).InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed),
        (RangeSchedule { Every.TotalDays: < 1 } range, true) when range.From < range.To && Interval(range.Every) is { } interval =>
            DailyTimeIntervalScheduleBuilder.Create().OnEveryDay().WithInterval(interval.Count, interval.Unit).StartingDailyAt(range.From).EndingDailyAt(range.To)
                .InTimeZone(zone).WithMisfireInstruction(DailyTimeIntervalTriggerMisfireInstruction.FireAndProceed),
        _ => null,
    };

    /// <summary>The cron expression of a calendar schedule, or null when there is none that means the same.</summary>
    internal static string? Expression(CalendarSchedule schedule)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"0 {schedule.Time.Minute} {schedule.Time.Hour}");
        var months = schedule.Months == CalendarSchedule.EveryMonth ? "*" : schedule.Months.ToString();
        if (!schedule.MonthDays.IsEmpty)
            return $"{time} {schedule.MonthDays} {months} ?";

        // Quartz counts weekdays from 1, which is Sunday.
        var weekdays = schedule.Weekdays.Numbers().Select(static day => day + 1).ToArray();
        if (schedule.Ordinals == CalendarSchedule.EveryOrdinal)
            return schedule.Weekdays == CalendarSchedule.EveryWeekday ? $"{time} * {months} ?" : $"{time} ? {months} {string.Join(',', weekdays)}";
        return schedule.Ordinals.Count == 1 && weekdays.Length == 1 ? $"{time} ? {months} {weekdays[0]}#{schedule.Ordinals}" : null;
    }

    /// <summary>Whether a zone's clocks never change.</summary>
    internal static bool IsConstant(TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!zone.SupportsDaylightSavingTime)
            return true;
        var offset = zone.GetUtcOffset(now);
        for (var day = now.AddYears(-YearsLookedAt); day < now.AddYears(YearsLookedAt); day = day.AddDays(7))
        {
            if (zone.GetUtcOffset(day) != offset)
                return false;
        }

        return true;
    }

    private static (int Count, IntervalUnit Unit)? Interval(TimeSpan every) => every.Ticks % TimeSpan.TicksPerHour == 0
        ? ((int)every.TotalHours, IntervalUnit.Hour)
        : ((int)every.TotalMinutes, IntervalUnit.Minute);
}
