using Actors.Storage;
using Actors.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Actors.Cron.Tests;

/// <summary>What a start finds and puts right, on a Quartz that keeps its triggers in memory.</summary>
[Collection(Databases.Collection)]
public sealed class CronSweepTests(Databases databases)
{
    private static readonly DateTimeOffset Noon = DataTable.Instant("2026-03-06 12:00:00");

    /// <summary>As when the rules of a zone have changed with the machine's own zone files: what fell due while nothing ran is still looked for.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "UTC", "job/every job/now")]
    [InlineData("UTC", "Europe/Berlin", "job/next-1772877600000 job/now")]
    public async Task AJobWithTheWrongKindOfTriggerGetsTheRightOne_AndLooksWhetherSomethingIsDue(string before, string now, string triggers)
    {
        await using var place = await databases.NewAsync(SqlDialect.Sqlite);
        Assert.Equal(triggers, await SweptAsync(place, Job("every day 11:00", now), Job("every day 11:00", before)));
    }

    [Fact]
    public async Task AJobThatHasBothKindsKeepsTheRightOne()
    {
        await using var place = await databases.NewAsync(SqlDialect.Sqlite);
        var job = Job("every day 11:00", "UTC") with { Since = Noon };
        Assert.Equal("job/every", await SweptAsync(place, job, job, job with { Definition = Job("every day 11:00", "Europe/Berlin").Definition }));
    }

    /// <summary>A silo was killed between storing a lasting trigger, a moment after eleven, and looking for what had come by then.</summary>
    [Fact]
    public async Task AJobLooksWhereItsTriggerPassesOverWhatIsDue()
    {
        await using var place = await databases.NewAsync(SqlDialect.Sqlite);
        var job = Job("every day 11:00", "UTC");
        Assert.Equal("job/every job/now", await SweptAsync(place, job, job));
    }

    [Fact]
    public async Task AJobThatIsNotDueKeepsItsTrigger()
    {
        await using var place = await databases.NewAsync(SqlDialect.Sqlite);
        var job = Job("every day 11:00", "UTC") with { Since = Noon };
        Assert.Equal("job/every", await SweptAsync(place, job, job));
    }

    [Fact]
    public async Task APausedJobHasNone_AndIsKnownToQuartz()
    {
        await using var place = await databases.NewAsync(SqlDialect.Sqlite);
        var job = Job("every day 11:00", "UTC");
        Assert.Equal("", await SweptAsync(place, job with { IsPaused = true }, job));
        Assert.Equal("", await SweptAsync(place, job with { IsPaused = true }));
    }

    private static JobState Job(string schedule, string zone) => new("shop", "job", new JobDefinition("/", schedule, zone)) { Since = Noon.AddDays(-1) };

    // The names of the triggers after a sweep for a job, where it had those of others before.
    private static async Task<string> SweptAsync(DatabasePlace place, JobState job, params JobState[] before)
    {
        var time = new ShiftedTime(Noon);
        var ledger = new CronLedger(await place.OpenAsync(CronSchema.Component));
        await ledger.ReplaceAsync("shop", [job], CancellationToken.None);
        if (job.IsPaused)
            await ledger.PauseAsync("shop", "job", true, Noon, CancellationToken.None);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UseTimeProvider(time)).BuildScheduler(CancellationToken.None);
        var triggers = new CronTriggers(scheduler, time);
        foreach (var other in before)
            await triggers.AddAsync([(other, false)], Noon, CancellationToken.None);

        await new CronSweep(ledger, scheduler, triggers, time, NullLogger.Instance).SweepAsync(null, CancellationToken.None);

        Assert.NotNull(await scheduler.GetJobDetail(new JobKey("job", "shop"), CancellationToken.None));
        var found = await scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey("job", "shop"), Take = 10 }, CancellationToken.None);
        await scheduler.Shutdown(false, CancellationToken.None);
        return string.Join(' ', found.Items.Select(static trigger => trigger.Key.Name).Order(StringComparer.Ordinal));
    }
}
