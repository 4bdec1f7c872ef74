using Actors.Configuration;

namespace Actors.Cron;

/// <summary>
/// When a schedule calls. Pure; the clock is an argument. As App Engine's own implementation computes it, but for its slip in ranges on days of 25 hours.
/// </summary>
public static class NextRuns
{
    // A fifth Friday in February comes every 28 years, and every 40 around 2100. What has not come by then never does: the second Sunday of March 02:30 in New York.
    private const int YearsAhead = 50;

    /// <summary>The first run after an instant.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="clock">The zone that it is meant in; intervals have none.</param>
    /// <param name="after">For intervals: the end of the run before, or when the job came to be. Otherwise: now, or the run before.</param>
    /// <returns>A whole minute strictly after that; null when there is none.</returns>
    public static DateTimeOffset? After(Schedule schedule, ZoneClock clock, DateTimeOffset after)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return schedule switch
        {
            IntervalSchedule interval => WholeMinute(after + interval.Every),
            RangeSchedule range => InRange(range, clock, after),
            CalendarSchedule calendar => OnDay(calendar, clock, after),
            _ => throw new ArgumentOutOfRangeException(nameof(schedule)),
        };
    }

    /// <summary>The runs after an instant, each from the one before, as if they took no time.</summary>
    public static IEnumerable<DateTimeOffset> From(Schedule schedule, ZoneClock clock, DateTimeOffset after)
    {
        for (var next = After(schedule, clock, after); next is { } run; next = After(schedule, clock, run))
            yield return run;
    }

    /// <summary>The last run of a schedule with fixed times that is due, and how many before it were due too.</summary>
    /// <param name="schedule">A schedule that is no interval.</param>
    /// <param name="clock">Its zone.</param>
    /// <param name="after">Runs up to here are done with.</param>
    /// <param name="now">Now.</param>
    /// <returns>Null when none is due.</returns>
    public static DueRun? Due(Schedule schedule, ZoneClock clock, DateTimeOffset after, DateTimeOffset now)
    {
        DueRun? due = null;
        foreach (var run in From(schedule, clock, after))
        {
            if (run > now)
                break;
            due = new DueRun(run, (due?.Before ?? -1) + 1);
        }

        return due;
    }

    private static DateTimeOffset? InRange(RangeSchedule range, ZoneClock clock, DateTimeOffset after)
    {
        // From the latest T1 on, in elapsed time; what lies beyond T2 waits for the next T1.
        var start = Latest(clock, range.From, after);
        var next = First(clock, range.From, after);
        var steps = ((after - start).Ticks / range.Every.Ticks) + 1;
        var step = start + (steps * range.Every);
        return step < next && IsInside(range, clock, after) && IsInside(range, clock, step) ? step : next;
    }

    private static bool IsInside(RangeSchedule range, ZoneClock clock, DateTimeOffset instant)
    {
        var end = Latest(clock, range.To, instant);
        return instant == end || Latest(clock, range.From, instant) > end;
    }

    private static DateTimeOffset Latest(ZoneClock clock, TimeOnly time, DateTimeOffset at)
    {
        for (var day = clock.LocalAt(at).Date.AddDays(1); ; day = day.AddDays(-1))
        {
            var instant = clock.InstantAtOrAfter(day + time.ToTimeSpan());
            if (instant <= at)
                return instant;
        }
    }

    private static DateTimeOffset First(ZoneClock clock, TimeOnly time, DateTimeOffset after)
    {
        for (var day = clock.LocalAt(after).Date.AddDays(-1); ; day = day.AddDays(1))
        {
            var instant = clock.InstantAtOrAfter(day + time.ToTimeSpan());
            if (instant > after)
                return instant;
        }
    }

    private static DateTimeOffset? OnDay(CalendarSchedule schedule, ZoneClock clock, DateTimeOffset after)
    {
        // The day before too: where clocks go back over midnight, yesterday's hours come once more.
        var first = DateOnly.FromDateTime(clock.LocalAt(after)).AddDays(-1);
        var last = first.AddYears(YearsAhead);
        for (var day = first; day <= last; day = schedule.Months.Contains(day.Month) ? day.AddDays(1) : FirstOfNextMonth(day))
        {
            if (!schedule.Matches(day))
                continue;

            // None where clocks jump over the time: that day is skipped. Two where they show it twice: both count.
            var run = clock.InstantOf(day.ToDateTime(schedule.Time), out var second);
            if (run > after)
                return run;
            if (second > after)
                return second;
        }

        return null;
    }

    private static DateOnly FirstOfNextMonth(DateOnly day) => new DateOnly(day.Year, day.Month, 1).AddMonths(1);

    private static DateTimeOffset WholeMinute(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
