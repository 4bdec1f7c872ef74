using Actors.Configuration;
using Quartz;
using Quartz.Extensibility;

namespace Actors.Cron.Tests;

public sealed class TriggerPlanTests
{
    private static readonly DateTimeOffset Start = DataTable.Instant("2026-03-06 12:34:56");

    [Theory]
    [InlineData("every day 09:00", "UTC", true)]
    [InlineData("every day 09:00", "Asia/Kolkata", true)]
    [InlineData("every day 09:00", "Europe/Berlin", false)]
    [InlineData("every mon,fri of jan 09:00", "UTC", true)]
    [InlineData("2nd monday of month 09:00", "UTC", true)]
    [InlineData("2nd,3rd monday of month 09:00", "UTC", false)]
    [InlineData("2nd mon,tue of month 09:00", "UTC", false)]
    [InlineData("1,15,31 of quarter 09:00", "UTC", true)]
    [InlineData("every 5 minutes from 10:00 to 14:00", "UTC", true)]
    [InlineData("every 8 hours synchronized", "UTC", true)]
    [InlineData("every 8 hours synchronized", "America/New_York", false)]
    [InlineData("every 5 minutes from 22:00 to 04:00", "UTC", false)]
    [InlineData("every 5 minutes from 12:00 to 12:00", "UTC", false)]
    [InlineData("every 5 minutes", "UTC", false)]
    public void QuartzKeepsATriggerOnlyWhereItMeansTheSame(string text, string zone, bool expected) =>
        Assert.Equal(expected, TriggerPlan.Lasting(ScheduleReader.Read(text).Schedule!, ZoneClock.Of(zone).Zone, Start) is not null);

    /// <summary>Wherever Quartz is trusted with a schedule, its times are ours.</summary>
    [Fact]
    public void QuartzFiresWhenTheScheduleSays()
    {
        var compared = 0;
        Check.Many(6000, Generated.Seed + 7, random =>
        {
            var (text, zone) = (Generated.Schedule(random), ZoneClock.Of(random.Next(2) == 0 ? "UTC" : "Asia/Kolkata"));
            var schedule = ScheduleReader.Read(text).Schedule!;
            var start = Start.AddMinutes(random.Next(3_000_000)).AddMilliseconds(random.Next(1, 60_000));
            if (TriggerPlan.Lasting(schedule, zone.Zone, start) is not { } lasting)
                return;
            compared++;
            var trigger = (IOperableTrigger)TriggerBuilder.Create(new ShiftedTime(start)).WithIdentity("a", "b").ForJob("a", "b").StartAt(start).WithSchedule(lasting).Build();
            var fired = trigger.ComputeFirstFireTimeUtc(null);
            foreach (var run in NextRuns.From(schedule, zone, start).Take(8))
            {
                Assert.True(run == fired, $"{text} in {zone.Zone.Id} from {start:o}: {run:u}, Quartz {fired:u}");
                fired = trigger.GetFireTimeAfter(run);
            }
        });
        Assert.True(compared > 1000, $"{compared}");
    }
}
