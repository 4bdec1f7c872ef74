using Actors.Configuration;

namespace Actors.Cron;

/// <summary>The next runs of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Runs">In order.</param>
public sealed record JobPreview(CronJob Job, IReadOnlyList<PreviewedRun> Runs)
{
    // A day that is skipped further ahead than this is no news.
    private const int MostSkippedDays = 400;

    /// <summary>Works out the next runs.</summary>
    /// <param name="job">A job whose schedule could be understood.</param>
    /// <param name="from">Runs after this instant; an interval begins here, as if runs took no time.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">The schedule could not be understood.</exception>
    public static JobPreview Of(CronJob job, DateTimeOffset from, int count)
    {
        ArgumentNullException.ThrowIfNull(job);
        var schedule = job.When ?? throw new ArgumentException("The schedule could not be understood.", nameof(job));
        var clock = ZoneClock.Of(job.TimeZone);
        var runs = new List<PreviewedRun>();
        var before = from;
        foreach (var run in NextRuns.From(schedule, clock, from).Take(count))
        {
            runs.Add(new PreviewedRun(run, clock.Show(run), Note(schedule, clock, before, run)));
            before = run;
        }

        return new JobPreview(job, runs);
    }

    private static string? Note(Schedule schedule, ZoneClock clock, DateTimeOffset before, DateTimeOffset run) => schedule switch
    {
        CalendarSchedule calendar => Notes(Skipped(calendar, clock, before, run), Repeated(calendar, clock, run)),
        RangeSchedule range => RangeNote(range, clock, run),
        _ => null,
    };

    private static string? Notes(string? skipped, string? repeated) => skipped is null ? repeated : repeated is null ? skipped : $"{skipped}; {repeated}";

    private static string? Repeated(CalendarSchedule schedule, ZoneClock clock, DateTimeOffset run)
    {
        var first = clock.InstantOf(clock.LocalAt(run), out var second);
        return second is null ? null : run == first
            ? $"clocks go back: {schedule.Time:HH:mm} comes twice, this is the first"
            : $"clocks go back: {schedule.Time:HH:mm} comes twice, this is the second";
    }

    private static string? Skipped(CalendarSchedule schedule, ZoneClock clock, DateTimeOffset before, DateTimeOffset run)
    {
        var skipped = new List<string>();
        var last = DateOnly.FromDateTime(clock.LocalAt(run));
        var looked = 0;
        for (var day = DateOnly.FromDateTime(clock.LocalAt(before)); day < last && looked < MostSkippedDays; day = day.AddDays(1), looked++)
        {
            if (schedule.Matches(day) && clock.InstantOf(day.ToDateTime(schedule.Time), out _) is null)
                skipped.Add($"{day:yyyy-MM-dd}");
        }

        return skipped.Count == 0 ? null : $"clocks jump over {schedule.Time:HH:mm} on {string.Join(", ", skipped)}: not run then";
    }

    private static string? RangeNote(RangeSchedule range, ZoneClock clock, DateTimeOffset run)
    {
        var change = clock.Zone.GetUtcOffset(run) - clock.Zone.GetUtcOffset(run - range.Every);
        return change == TimeSpan.Zero || range.Every > TimeSpan.FromDays(1) ? null
            : change > TimeSpan.Zero ? "clocks have gone forward since the step before" : "clocks have gone back since the step before";
    }
}
