using System.Data.Common;
using Actors.Storage;
using Dapper;

namespace Actors.Cron;

/// <summary>
/// The jobs and the ledger of their runs. What decides whether an occurrence is run happens in one transaction here; a run is written down before its request is made, and its end before anything follows from it.
/// </summary>
public sealed class CronLedger(IDatabase database)
{
    private const string LockJob = """
        SELECT app, job, position, definition, paused, since, last_scheduled AS LastScheduled, last_ended AS LastEnded FROM cron_jobs WHERE app = @app AND job = @job
        """;

    private const string RunColumns = """
        app, job, scheduled, manual, state, attempt, interruptions, passed_over AS PassedOver, owner, started, next_attempt AS NextAttempt, ended, status, latency, request_id AS RequestId, note
        """;

    private const string Active = $"SELECT {RunColumns} FROM cron_runs WHERE app = @app AND job = @job AND state <= 1";

    private const string InsertRun = """
        INSERT INTO cron_runs (app, job, scheduled, manual, state, attempt, interruptions, passed_over, owner, started)
        VALUES (@App, @Job, @Scheduled, @Manual, @State, @Attempt, @Interruptions, @PassedOver, @Owner, @Started)
        ON CONFLICT (app, job, scheduled) DO NOTHING
        """;

    private const string UpdateRun = """
        UPDATE cron_runs SET state = @State, attempt = @Attempt, interruptions = @Interruptions, owner = @Owner, next_attempt = @NextAttempt, ended = @Ended, status = @Status,
            latency = @Latency, request_id = @RequestId, note = @Note
        WHERE app = @App AND job = @Job AND scheduled = @Scheduled AND owner = @before AND state <= 1
        """;

    private const string EndJob = "UPDATE cron_jobs SET last_ended = @Ended WHERE app = @App AND job = @Job AND (last_ended IS NULL OR last_ended < @Ended)";

    private const string Prune = """
        DELETE FROM cron_runs WHERE scheduled < @before
            AND (state > 1 OR NOT EXISTS (SELECT 1 FROM cron_jobs WHERE cron_jobs.app = cron_runs.app AND cron_jobs.job = cron_runs.job))
        """;

    /// <summary>Decides what follows from a fired trigger and writes it down, in one transaction.</summary>
    /// <returns>The decision; null when the job is gone. What was decided is done only when the caller reads it: nobody else can decide the same.</returns>
    public Task<RunDecision?> DecideAsync(string app, string job, RunFiring firing, string owner, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                // On PostgreSQL two silos that both take a job for theirs follow one another here.
                var forUpdate = database.Dialect == SqlDialect.PostgreSql ? " FOR UPDATE" : "";
                var row = await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(LockJob + forUpdate, new { app, job }, cancellationToken: token));
                if (row is null)
                    return null;
                var state = row.ToState();
                var active = (await connection.QueryFirstOrDefaultAsync<RunRow>(new CommandDefinition(Active, new { app, job }, cancellationToken: token)))?.ToRecord();
                var decision = RunDecisions.Of(state, active, firing, owner, now);
                return await WriteAsync(connection, decision, token) with { Job = state };
            },
            cancellationToken);

    /// <summary>Writes the end of an attempt.</summary>
    /// <param name="run">The run as it is now; its owner must still be the one that began the attempt.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the run has meanwhile been taken over by somebody else, whose word counts.</returns>
    public Task<bool> EndAsync(RunRecord run, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, token) =>
        {
            var row = RunRow.Of(run);
            var parameters = new DynamicParameters(row);
            parameters.Add("before", run.Owner);
            if (await connection.ExecuteAsync(new CommandDefinition(UpdateRun, parameters, cancellationToken: token)) == 0)
                return false;
            if (!run.IsActive && !run.IsManual)
                await connection.ExecuteAsync(new CommandDefinition(EndJob, row, cancellationToken: token));

            return true;
        },
        cancellationToken);

    /// <summary>Puts the jobs of an app in place of those that it has. What stays the same keeps its state.</summary>
    /// <returns>The ids of jobs that are new, and of those that are gone.</returns>
    public Task<JobChanges> ReplaceAsync(string app, IReadOnlyList<JobState> jobs, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, token) =>
        {
            const string Upsert = """
                INSERT INTO cron_jobs (app, job, position, definition, paused, since) VALUES (@App, @Job, @Position, @Definition, 0, @Since)
                ON CONFLICT (app, job) DO UPDATE SET position = excluded.position, definition = excluded.definition
                """;
            var known = (await connection.QueryAsync<string>(new CommandDefinition("SELECT job FROM cron_jobs WHERE app = @app", new { app }, cancellationToken: token))).ToHashSet();
            var wanted = jobs.Select(static job => job.Id).ToHashSet();
            var removed = known.Where(job => !wanted.Contains(job)).ToArray();
            foreach (var job in removed)
                await connection.ExecuteAsync(new CommandDefinition("DELETE FROM cron_jobs WHERE app = @app AND job = @job", new { app, job }, cancellationToken: token));
            await connection.ExecuteAsync(new CommandDefinition(Upsert, jobs.Select(JobRow.Of), cancellationToken: token));
            return new JobChanges([.. wanted.Where(job => !known.Contains(job))], removed);
        },
        cancellationToken);

    /// <summary>Pauses or resumes a job. A resumed one counts from now.</summary>
    /// <returns>The job as it is now; null when there is none.</returns>
    public Task<JobState?> PauseAsync(string app, string job, bool paused, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, token) =>
        {
            const string Sql = """
                UPDATE cron_jobs SET since = CASE WHEN paused = 1 AND @paused = 0 THEN @now ELSE since END, paused = @paused WHERE app = @app AND job = @job
                """;
            await connection.ExecuteAsync(new CommandDefinition(Sql, new { app, job, paused = paused ? 1 : 0, now = now.ToUnixTimeMilliseconds() }, cancellationToken: token));
            var row = await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(LockJob, new { app, job }, cancellationToken: token));
            return row?.ToState();
        },
        cancellationToken);

    /// <summary>The jobs of an app in their order, or of all apps.</summary>
    public Task<IReadOnlyList<JobState>> JobsAsync(string? app, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<JobState>>(
        async (connection, token) =>
        {
            const string All = """
                SELECT app, job, position, definition, paused, since, last_scheduled AS LastScheduled, last_ended AS LastEnded FROM cron_jobs
                """;
            var sql = app is null ? $"{All} ORDER BY app, position" : $"{All} WHERE app = @app ORDER BY position";
            return [.. (await connection.QueryAsync<JobRow>(new CommandDefinition(sql, new { app }, cancellationToken: token))).Select(static row => row.ToState())];
        },
        cancellationToken);

    /// <summary>Jobs with a run that is under way or waits for its next attempt.</summary>
    public Task<IReadOnlyList<RunRecord>> ActiveAsync(CancellationToken cancellationToken) => RunsAsync("WHERE state <= 1", new { }, cancellationToken);

    /// <summary>The latest runs of a job, or of all jobs of an app, newest first.</summary>
    public Task<IReadOnlyList<RunRecord>> HistoryAsync(string app, string? job, int count, CancellationToken cancellationToken) =>
        RunsAsync($"WHERE app = @app {(job is null ? "" : "AND job = @job ")}ORDER BY scheduled DESC LIMIT @count", new { app, job, count }, cancellationToken);

    /// <summary>The latest run of each job of an app, or of all apps, as far as it is remembered.</summary>
    public Task<IReadOnlyList<RunRecord>> LatestAsync(string? app, CancellationToken cancellationToken) => RunsAsync(
        $"WHERE {(app is null ? "" : "app = @app AND ")}scheduled = (SELECT MAX(scheduled) FROM cron_runs AS run WHERE run.app = cron_runs.app AND run.job = cron_runs.job)", new { app }, cancellationToken);

    /// <summary>Forgets runs that were due before an instant and are finished, or whose job is gone.</summary>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, token) => connection.ExecuteAsync(new CommandDefinition(Prune, new { before = before.ToUnixTimeMilliseconds() }, cancellationToken: token)),
        cancellationToken);

    private Task<IReadOnlyList<RunRecord>> RunsAsync(string where, object parameters, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RunRecord>>(
        async (connection, token) =>
            [.. (await connection.QueryAsync<RunRow>(new CommandDefinition($"SELECT {RunColumns} FROM cron_runs {where}", parameters, cancellationToken: token))).Select(static row => row.ToRecord())],
        cancellationToken);

    private static async Task<RunDecision> WriteAsync(DbConnection connection, RunDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Kind == RunDecisionKind.Nothing || decision.Run is not { } run)
            return decision;
        var row = RunRow.Of(run);
        if (decision.Kind == RunDecisionKind.Begin)
        {
            if (await connection.ExecuteAsync(new CommandDefinition(InsertRun, row, cancellationToken: cancellationToken)) == 0)
                return RunDecision.Nothing("it has been run");
            if (!run.IsManual)
                await connection.ExecuteAsync(new CommandDefinition("UPDATE cron_jobs SET last_scheduled = @Scheduled WHERE app = @App AND job = @Job", row, cancellationToken: cancellationToken));
            return decision;
        }

        var parameters = new DynamicParameters(row);
        parameters.Add("before", decision.OwnerBefore);
        var changed = await connection.ExecuteAsync(new CommandDefinition(UpdateRun, parameters, cancellationToken: cancellationToken));
        if (decision.Kind == RunDecisionKind.GiveUp && changed > 0 && !run.IsManual)
            await connection.ExecuteAsync(new CommandDefinition(EndJob, row, cancellationToken: cancellationToken));
        return changed == 0 ? RunDecision.Nothing("somebody else has taken it over") : decision;
    }
}
