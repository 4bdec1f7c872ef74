using Actors.Configuration;

namespace Actors.Cron.Tests;

/// <summary>What holds for every schedule in every zone.</summary>
public sealed class SchedulePropertyTests
{
    private static readonly DateTimeOffset Start = DataTable.Instant("2026-03-06 12:34:56");

    // To find them takes longer than to test a schedule in them.
    private static readonly Lazy<TimeZoneInfo[]> ZonesWithChanges = new(() => TimeZoneInfo.GetSystemTimeZones().Where(zone => Changes(zone, Start, Start.AddYears(2)).Any())
        .DistinctBy(zone => string.Join(' ', Changes(zone, Start, Start.AddYears(10)).Select(change => $"{change.UtcTicks}{zone.GetUtcOffset(change)}"))).ToArray());

    public static TheoryData<string> Schedules =>
    [
        "every day 00:00", "every day 00:30", "every day 01:30", "every day 02:00", "every day 02:30", "every day 23:30", "every sunday 02:15", "1st,3rd sunday of month 01:00",
        "31 of month 02:30", "every 6 hours synchronized", "every 24 hours synchronized", "every 7 hours from 01:30 to 23:15", "every 12 hours from 22:00 to 02:30", "every 10 minutes from 02:30 to 02:30",
    ];

    /// <summary>Ten years of every zone whose clocks change.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Schedules))]
    public void EveryRunMatchesItsRuleAndComesAfterTheOneBefore(string text)
    {
        var schedule = ScheduleReader.Read(text).Schedule!;
        foreach (var zone in ZonesWithChanges.Value)
        {
            var clock = new ZoneClock(zone);
            var before = Start;
            foreach (var run in NextRuns.From(schedule, clock, Start).TakeWhile(run => run < Start.AddYears(10)))
            {
                Assert.True(run > before, $"{text} in {zone.Id}: {run:u} after {before:u}");
                Assert.True(Rule.Holds(schedule, zone, before, run), $"{text} in {zone.Id}: {run:u}, local {clock.Show(run):u}");
                before = run;
            }
        }
    }

    /// <summary>No time that the rule allows is left out: every minute around each change of the clocks is looked at.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("every day 02:30")]
    [InlineData("every day 01:00")]
    [InlineData("every day 00:00")]
    [InlineData("every sunday 23:45")]
    public void NoTimeIsLeftOutAroundAChange(string text)
    {
        var schedule = (CalendarSchedule)ScheduleReader.Read(text).Schedule!;
        foreach (var zone in ZonesWithChanges.Value)
        {
            var clock = new ZoneClock(zone);
            foreach (var change in Changes(zone, Start, Start.AddYears(2)))
            {
                var minutes = Enumerable.Range(-27 * 60, 54 * 60).Select(minute => change.AddMinutes(minute));
                var expected = minutes.Where(at => Rule.Holds(schedule, zone, at, at));
                var runs = NextRuns.From(schedule, clock, change.AddMinutes((-27 * 60) - 1)).TakeWhile(run => run < change.AddMinutes(27 * 60));
                Assert.Equal(expected, runs);
            }
        }
    }

    [Fact]
    public void APreviewFromJustAfterARunGivesTheNext() =>
        Check.Many(4000, Generated.Seed, random =>
        {
            var (text, zone) = (Generated.Schedule(random), Generated.Zone(random));
            var schedule = ScheduleReader.Read(text).Schedule!;
            var start = Start.AddMinutes(random.Next(0, 6_000_000)).AddMilliseconds(random.Next(60_000));
            var runs = NextRuns.From(schedule, zone, start).Take(8).ToArray();
            if (schedule is IntervalSchedule)
                return;
            for (var n = 1; n < runs.Length; n++)
            {
                Assert.Equal(runs[n], NextRuns.After(schedule, zone, runs[n - 1].AddTicks(1)));
                Assert.Equal(runs[n], NextRuns.After(schedule, zone, runs[n].AddTicks(-1)));
            }
        });

    [Fact]
    public void RunsOfAnyScheduleMatchIt() =>
        Check.Many(6000, Generated.Seed + 1, random =>
        {
            var (text, zone) = (Generated.Schedule(random), Generated.Zone(random));
            var schedule = ScheduleReader.Read(text).Schedule!;
            var before = Start.AddMinutes(random.Next(0, 6_000_000)).AddMilliseconds(random.Next(60_000));
            foreach (var run in NextRuns.From(schedule, zone, before).Take(6))
            {
                Assert.True(run > before && run.UtcTicks % TimeSpan.TicksPerMinute == 0, $"{text}: {run:u} after {before:u}");
                Assert.True(Rule.Holds(schedule, zone.Zone, before, run), $"{text} in {zone.Zone.Id}: {run:u} after {before:u}");
                before = run;
            }
        });

    [Fact]
    public void WhatNeverComesEndsTheSearch()
    {
        var schedule = ScheduleReader.Read("2nd sunday of march 02:30").Schedule!;
        Assert.Null(NextRuns.After(schedule, ZoneClock.Of("America/New_York"), Start));
    }

    [Fact]
    public void TheFifthFridayOfFebruaryIsFoundOverADifferentCentury()
    {
        var schedule = ScheduleReader.Read("5th fri of feb 12:00").Schedule!;
        Assert.Equal("2120-02-29 00:00:00", DataTable.Text(NextRuns.After(ScheduleReader.Read("5th thu of feb 00:00").Schedule!, ZoneClock.Of("UTC"), DataTable.Instant("2096-03-01 00:00:00"))));
        Assert.Equal(DayOfWeek.Friday, NextRuns.After(schedule, ZoneClock.Of("UTC"), Start)!.Value.DayOfWeek);
    }

    [Fact]
    public void DueIsTheLatest_AndSaysHowManyWereBeforeIt()
    {
        var schedule = ScheduleReader.Read("every 15 minutes synchronized").Schedule!;
        var clock = ZoneClock.Of("UTC");
        Assert.Equal(new DueRun(DataTable.Instant("2026-03-06 14:00:00"), 5), NextRuns.Due(schedule, clock, Start, DataTable.Instant("2026-03-06 14:14:59")));
        Assert.Null(NextRuns.Due(schedule, clock, Start, DataTable.Instant("2026-03-06 12:44:59")));
    }

    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        for (var hour = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero); hour < to; hour = hour.AddHours(1))
        {
            if (zone.GetUtcOffset(hour) != zone.GetUtcOffset(hour.AddHours(-1)))
                yield return hour;
        }
    }
}
