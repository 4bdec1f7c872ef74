using Quartz;

namespace Actors.Cron.Tests;

/// <summary>What Quartz is told to look at, without a store or a run.</summary>
public sealed class CronTriggersTests
{
    /// <summary>Noon comes while a start stores its triggers: it had found nothing due before, so a trigger is all that there is of this occurrence.</summary>
    [Theory]
    [InlineData("every day 12:00", "UTC")]
    [InlineData("every day 13:00", "Europe/Berlin")]
    [InlineData("every 10 minutes", "UTC")]
    public async Task WhatComesDueWhileTriggersAreStoredHasOne(string schedule, string zone)
    {
        var noon = DataTable.Instant("2026-03-06 12:00:00");
        var time = new ShiftedTime(noon.AddSeconds(1));
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UseTimeProvider(time)).BuildScheduler(CancellationToken.None);
        var job = new JobState("shop", "job", new JobDefinition("/", schedule, zone)) { Since = noon.AddMinutes(-10) };
        await new CronTriggers(scheduler, time).AddAsync([(job, false)], noon.AddMilliseconds(-1), CancellationToken.None);
        var triggers = await scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey("job", "shop"), Take = 10 }, CancellationToken.None);
        Assert.Contains(triggers.Items, trigger => trigger.NextFireTimeUtc <= time.GetUtcNow());
        await scheduler.Shutdown(false, CancellationToken.None);
    }

    /// <summary>The same wherever between two readings of the clock noon comes: ours, and Quartz's.</summary>
    [Theory]
    [InlineData("every day 12:00", "UTC")]
    [InlineData("every day 13:00", "Europe/Berlin")]
    [InlineData("every 10 minutes", "UTC")]
    [InlineData("every 10 minutes from 11:30 to 12:30", "UTC")]
    public async Task WhatComesDueAtAnyMomentOfItHasOne(string schedule, string zone)
    {
        var noon = DataTable.Instant("2026-03-06 12:00:00");
        var job = new JobState("shop", "job", new JobDefinition("/", schedule, zone)) { Since = noon.AddMinutes(-10) };
        var isOver = false;
        for (var reading = 1; !isOver; reading++)
        {
            var time = new ShiftedTime(noon.AddSeconds(-30));
            var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UseTimeProvider(time)).BuildScheduler(CancellationToken.None);
            time.PutForwardAt(reading, TimeSpan.FromMinutes(1));
            await new CronTriggers(scheduler, time).AddAsync([(job, false)], noon.AddSeconds(-30), CancellationToken.None);
            isOver = time.WillJump;
            var triggers = await scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey("job", "shop"), Take = 10 }, CancellationToken.None);
            Assert.True(triggers.Items.Any(trigger => trigger.NextFireTimeUtc <= noon.AddSeconds(1)), $"lost at reading {reading}: {string.Join(' ', triggers.Items.Select(static trigger => $"{trigger.Key.Name} {trigger.NextFireTimeUtc}"))}");
            await scheduler.Shutdown(false, CancellationToken.None);
        }
    }
}
