using System.Collections.Concurrent;
using Actors.Configuration;
using Actors.Storage;
using Actors.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Actors.Cron.Tests;

/// <summary>The whole of it on a real Quartz and a real database; only the clock starts where the test wants it.</summary>
[Collection(Databases.Collection)]
[Trait("Category", "Slow")]
public sealed class CronServiceTests(Databases databases)
{
    private const string BeforeNoon = "2026-03-06 11:59:58";
    private static readonly DateTimeOffset Noon = DataTable.Instant("2026-03-06 12:00:00");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task AJobRunsWhenItIsDue_AndNotAgainAfterARestart(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using (var silo = await SiloAsync(place, BeforeNoon, "every day 12:00"))
        {
            var run = await silo.RunAsync();
            Assert.Equal((RunState.Succeeded, Noon, 1, 200, 0), (run.State, run.Scheduled, run.Attempt, run.Status, run.PassedOver));
            Assert.Equal("/job0", Assert.Single(silo.Requests).Url);
        }

        await using var again = await SiloAsync(place, "2026-03-06 12:00:01", "every day 12:00");
        await again.QuietAsync();
        Assert.Empty(again.Requests);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task AfterThreeDaysOfNothingThereIsOneRun_WhichSaysHowManyWerePassedOver(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using (var silo = await SiloAsync(place, BeforeNoon, "every day 12:00", "every day 14:00"))
            await silo.RunAsync();
        await using var later = await SiloAsync(place, "2026-03-09 15:00:00", "every day 12:00", "every day 14:00");
        await later.UntilAsync(() => later.Requests.Count == 2);
        await later.QuietAsync();
        Assert.Equal(2, later.Requests.Count);
        var runs = await later.Cron.HistoryAsync("app", null, 10, default);
        Assert.Equal(
            ["/job0 2026-03-06 12:00:00 0", "/job0 2026-03-09 12:00:00 2", "/job1 2026-03-09 14:00:00 3"],
            runs.Select(run => $"{later.Url(run)} {DataTable.Text(run.Scheduled)} {run.PassedOver}").Order());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task ARunThatFailsIsTriedAgainAfterItsWaits(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var yaml = "cron:\n- url: /job0\n  schedule: every day 12:00\n  retry_parameters: {job_retry_limit: 2, min_backoff_seconds: 0.3, max_doublings: 1}\n";
        await using var silo = await SiloAsync(place, BeforeNoon, yaml, request => new CronAnswer(request.Retries < 2 ? 302 : 204, TimeSpan.FromMilliseconds(3), $"id{request.Retries}"));
        await silo.UntilAsync(() => silo.Requests.Count == 3);
        var run = await silo.RunAsync();
        Assert.Equal((RunState.Succeeded, 3, 204, "id2", Noon), (run.State, run.Attempt, run.Status, run.RequestId, run.Scheduled));
        Assert.Equal([0, 1, 2], silo.Requests.Select(request => request.Retries));
        Assert.True(run.Ended - run.Started >= TimeSpan.FromSeconds(0.6));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task WithoutRetryParametersAFailureIsTheEnd(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using var silo = await SiloAsync(place, BeforeNoon, Yaml("every 24 hours"), _ => new CronAnswer(500, TimeSpan.Zero, null), since: Noon.AddDays(-1));
        var run = await silo.RunAsync();
        Assert.Equal((RunState.Failed, 500), (run.State, run.Status));
        Assert.Single(silo.Requests);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task APausedJobRunsOnlyWhenAsked_AndGoesOnWhenResumed(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using var silo = await SiloAsync(place, BeforeNoon, "every day 12:00", "every 1 mins from 00:00 to 23:59");
        var jobs = await silo.Cron.JobsAsync("app", default);
        Assert.True(await silo.Cron.PauseAsync("app", jobs[0].Id, default));
        await silo.UntilAsync(() => silo.Requests.Count == 1);
        Assert.Equal("/job1", silo.Requests.Single().Url);
        Assert.Null(silo.Cron.NextRun((await silo.Cron.JobsAsync("app", default))[0]));
        Assert.True(await silo.Cron.RunAsync("app", jobs[0].Id, null, default));
        await silo.UntilAsync(() => silo.Requests.Count == 2);
        await silo.EndedAsync(2);
        Assert.True((await silo.Cron.HistoryAsync("app", jobs[0].Id, 10, default)).Single().IsManual);
        Assert.True(await silo.Cron.ResumeAsync("app", jobs[0].Id, default));
        Assert.Equal(Noon.AddDays(1), silo.Cron.NextRun((await silo.Cron.JobsAsync("app", default))[0]));
        Assert.False(await silo.Cron.PauseAsync("app", "none", default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task AChangedFileTakesEffectAtOnce_UnchangedJobsKeepTheirState_AnEmptyListRemovesAll(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using var silo = await SiloAsync(place, "2026-03-06 11:59:56", "every day 11:00", "every day 12:00");
        var before = await silo.Cron.JobsAsync("app", default);
        await silo.ApplyAsync("cron:\n- {url: /job0, schedule: every  day 11:00, description: another}\n- {url: /new, schedule: every day 12:00, timezone: UTC}\n");
        var after = await silo.Cron.JobsAsync("app", default);
        Assert.Equal((before[0].Id, "another"), (after[0].Id, after[0].Definition.Description));
        Assert.Equal(before[0].Since, after[0].Since);
        await silo.RunAsync();
        Assert.Equal("/new", silo.Requests.Single().Url);
        await silo.ApplyAsync("cron:\n");
        Assert.Empty(await silo.Cron.JobsAsync("app", default));
        Assert.NotEmpty(await silo.Cron.HistoryAsync("app", null, 10, default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task AJobNeverRunsBesideItself(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var (now, most) = (0, 0);
        await using var silo = await SiloAsync(place, BeforeNoon, Yaml("every day 12:00"), _ => Answers(), since: null, async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(300);
            Interlocked.Decrement(ref now);
        });
        var job = (await silo.Cron.JobsAsync("app", default)).Single().Id;
        await silo.UntilAsync(() => silo.Requests.Count == 1);
        await silo.Cron.RunAsync("app", job, null, default);
        await silo.Cron.RunAsync("app", job, null, default);
        await silo.EndedAsync(3);
        Assert.Equal(1, most);
    }

    [Theory, OnSqlite]
    public async Task ARunThatAStopCutsOffIsRepeatedOnceAtTheNextStart(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using (var silo = await SiloAsync(place, BeforeNoon, Yaml("every day 12:00"), _ => Answers(), since: null, () => Task.Delay(Timeout.Infinite)))
            await silo.UntilAsync(() => silo.Requests.Count == 1);
        await using var again = await SiloAsync(place, "2026-03-06 12:00:20", "every day 12:00");
        var run = await again.RunAsync();
        Assert.Equal((RunState.Succeeded, 1, Noon), (run.State, run.Interruptions, run.Scheduled));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task ARunThatIsCutOffTwiceIsGivenUp_AndItsJobGoesOn(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        foreach (var now in new[] { BeforeNoon, "2026-03-06 12:00:20" })
        {
            await using var silo = await SiloAsync(place, now, Yaml("every 10 minutes"), _ => Answers(), now == BeforeNoon ? Noon.AddMinutes(-10) : null, () => Task.Delay(Timeout.Infinite));
            await silo.UntilAsync(() => silo.Requests.Count == 1);
        }

        await using var third = await SiloAsync(place, "2026-03-06 12:01:00", "every 10 minutes");
        var run = await third.RunAsync();
        Assert.Equal((RunState.Interrupted, 2, Noon), (run.State, run.Interruptions, run.Scheduled));
        Assert.Empty(third.Requests);
        var next = third.Cron.NextRun((await third.Cron.JobsAsync("app", default)).Single());
        Assert.InRange(next!.Value, Noon.AddMinutes(11), Noon.AddMinutes(12));
    }

    [Theory, OnSqlite]
    public async Task JobsOfAppsThatAreNotServedWait(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await using (var silo = await SiloAsync(place, "2026-03-06 11:00:00", "every day 12:00"))
            await silo.QuietAsync();
        await using (var other = new Silo(place, BeforeNoon, _ => Answers(), null))
        {
            await other.StartAsync(["other"]);
            await other.QuietAsync(TimeSpan.FromSeconds(4));
            Assert.Empty(other.Requests);
        }

        await using var back = await SiloAsync(place, "2026-03-07 09:00:00", "every day 12:00");
        Assert.Equal(Noon, (await back.RunAsync()).Scheduled);
    }

    private static CronAnswer Answers() => new(200, TimeSpan.FromMilliseconds(1), "id");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task AJobThatWaitedForMoreThanAMinuteRunsAsSoonAsThereIsRoom(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = await SiloAsync(place, BeforeNoon, Yaml("every day 12:00", "every day 12:00"), _ => Answers(), during: () => room.Task, mostRuns: 1);
        await silo.UntilAsync(() => silo.Requests.Count == 1);
        silo.Time.PutForward(TimeSpan.FromMinutes(2));

        room.SetResult();

        await silo.EndedAsync(2);
        Assert.Equal(["/job0", "/job1"], silo.Requests.Select(request => request.Url).Order());
    }

    [Theory, OnSqlite]
    public async Task WhatComesDueWhileTheEndOfARunIsWrittenDownRuns(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        Silo? silo = null;
        var isLate = false;
        void BeLate()
        {
            if (silo!.Requests.Count == 1 && !isLate)
            {
                isLate = true;
                silo.Time.PutForward(TimeSpan.FromMinutes(1));
            }
        }

        // In a zone with daylight saving, where each occurrence has a trigger of its own.
        await using (silo = new Silo(place, BeforeNoon, _ => Answers(), null, around: inner => new WatchedDatabase(inner, BeLate)))
        {
            await silo.StartAsync(["app"], "cron:\n- {url: /job0, schedule: every 1 mins from 00:00 to 23:59, timezone: Europe/Berlin}\n");
            await silo.UntilAsync(() => silo.Requests.Count == 2);
            Assert.Equal([Noon, Noon.AddMinutes(1)], silo.Requests.Select(static request => request.Scheduled));
        }
    }

    /// <summary>Wherever between two readings of the clock, ours and Quartz's, noon comes.</summary>
    [Theory, OnSqlite]
    public async Task WhatComesDueAtAnyMomentOfAStartRuns(SqlDialect dialect)
    {
        // Two lasting triggers of Quartz's and two for one occurrence.
        const string OneOfEachKind = """
            cron:
            - {url: /job0, schedule: every day 12:00}
            - {url: /job1, schedule: every 5 mins from 11:00 to 13:00}
            - {url: /job2, schedule: every day 13:00, timezone: Europe/Berlin}
            - {url: /job3, schedule: every 1 mins}
            """;
        var isOver = false;
        for (var reading = 1; !isOver; reading++)
        {
            await using var place = await databases.NewAsync(dialect);
            await using var silo = new Silo(place, "2026-03-06 11:59:30", _ => Answers(), null);
            await silo.StoreAsync(OneOfEachKind);
            silo.Time.PutForwardAt(reading, TimeSpan.FromMinutes(1));
            await silo.Cron.StartAsync(null, default);
            isOver = silo.Time.WillJump;
            if (isOver)
                silo.Time.PutForward(TimeSpan.FromMinutes(1));
            await silo.UntilAsync(() => silo.Requests.Count == 4);
            Assert.All(silo.Requests, static request => Assert.Equal(Noon, request.Scheduled));
        }
    }

    private static string Yaml(params string[] schedules) => "cron:\n" + string.Concat(schedules.Select((schedule, n) => $"- url: /job{n}\n  schedule: {schedule}\n"));

    private static Task<Silo> SiloAsync(DatabasePlace place, string now, params string[] schedules) => SiloAsync(place, now, Yaml(schedules), _ => Answers());

    private static async Task<Silo> SiloAsync(
        DatabasePlace place, string now, string yaml, Func<CronRequest, CronAnswer> answer, DateTimeOffset? since = null, Func<Task>? during = null, int mostRuns = 200)
    {
        var silo = new Silo(place, now, answer, during, mostRuns);
        await silo.StartAsync(["app"], yaml, since);
        return silo;
    }

    private sealed class Silo : ICronRequests, IAsyncDisposable
    {
        private readonly IDatabase _database;
        private readonly Func<CronRequest, CronAnswer> _answer;
        private readonly Func<Task>? _during;

        public Silo(DatabasePlace place, string now, Func<CronRequest, CronAnswer> answer, Func<Task>? during, int mostRuns = 200, Func<IDatabase, IDatabase>? around = null)
        {
            var database = DatabasePlace.Create(place.Options);
            (_answer, _during, _database, Time) = (answer, during, around?.Invoke(database) ?? database, new ShiftedTime(DataTable.Instant(now)));
            var options = new CronOptions { CheckIn = TimeSpan.FromSeconds(1), MaxConcurrentRuns = mostRuns };
            Cron = new CronService(_database, this, Options.Create(options), Options.Create(place.Options), Time, NullLoggerFactory.Instance);
        }

        public ShiftedTime Time { get; }

        public CronService Cron { get; }

        public ConcurrentQueue<CronRequest> Requests { get; } = new();

        public async Task StartAsync(string[] apps, string? yaml = null, DateTimeOffset? since = null)
        {
            await StoreAsync(yaml, since);
            await Cron.StartAsync(apps.ToHashSet(), default);
        }

        /// <summary>All that comes before the start.</summary>
        public async Task StoreAsync(string? yaml, DateTimeOffset? since = null)
        {
            await _database.OpenAsync(default);
            await DatabasePlace.UpgradeAsync(_database, CronSchema.Component);
            if (yaml is not null)
                await ApplyAsync(yaml);
            if (since is { } instant)
            {
                await _database.WriteAsync(
                    async (connection, token) =>
                    {
                        await using var command = connection.CreateCommand();
                        command.CommandText = $"UPDATE cron_jobs SET since = {instant.ToUnixTimeMilliseconds()}";
                        return await command.ExecuteNonQueryAsync(token);
                    },
                    default);
            }
        }

        public Task ApplyAsync(string yaml) => Cron.ApplyAsync("app", CronYaml.Read(yaml, "cron.yaml").Value!, default);

        public async Task<CronAnswer> SendAsync(CronRequest request, CancellationToken cancellationToken)
        {
            Requests.Enqueue(request);
            if (_during is not null)
                await _during().WaitAsync(cancellationToken);
            return _answer(request);
        }

        /// <summary>The first run that has ended.</summary>
        public async Task<RunRecord> RunAsync() => (await EndedAsync(1)).First(static run => !run.IsActive);

        public async Task<IReadOnlyList<RunRecord>> EndedAsync(int count)
        {
            IReadOnlyList<RunRecord> runs = [];
            for (var n = 0; n < 1500; n++)
            {
                runs = await Cron.HistoryAsync("app", null, 100, default);
                if (runs.Count(static run => !run.IsActive) >= count)
                    return runs;
                await Task.Delay(20);
            }

            throw new InvalidOperationException($"{runs.Count} runs: {string.Join(", ", runs)}");
        }

        public async Task UntilAsync(Func<bool> holds)
        {
            for (var n = 0; !holds(); n++)
            {
                Assert.True(n < 1500, $"{Requests.Count} requests");
                await Task.Delay(20);
            }
        }

        /// <summary>As long as a trigger that is due takes to fire, and more.</summary>
        public Task QuietAsync(TimeSpan? time = null) => Task.Delay(time ?? TimeSpan.FromSeconds(1.5));

        public string Url(RunRecord run) => Requests.First(request => request.TaskName.StartsWith(run.Job, StringComparison.Ordinal)).Url;

        public async ValueTask DisposeAsync()
        {
            await Cron.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
