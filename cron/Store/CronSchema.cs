using Actors.Storage.Schema;

namespace Actors.Cron;

/// <summary>The tables of jobs and of the ledger. Times are milliseconds since 1970.</summary>
public static class CronSchema
{
    private const string Tables = """
        CREATE TABLE cron_jobs (
            app TEXT NOT NULL,
            job TEXT NOT NULL,
            position INTEGER NOT NULL,
            definition TEXT NOT NULL,
            paused INTEGER NOT NULL,
            since BIGINT NOT NULL,
            last_scheduled BIGINT NULL,
            last_ended BIGINT NULL,
            PRIMARY KEY (app, job)
        );
        CREATE TABLE cron_runs (
            app TEXT NOT NULL,
            job TEXT NOT NULL,
            scheduled BIGINT NOT NULL,
            manual INTEGER NOT NULL,
            state INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            interruptions INTEGER NOT NULL,
            passed_over INTEGER NOT NULL,
            owner TEXT NOT NULL,
            started BIGINT NOT NULL,
            next_attempt BIGINT NULL,
            ended BIGINT NULL,
            status INTEGER NULL,
            latency BIGINT NULL,
            request_id TEXT NULL,
            note TEXT NULL,
            PRIMARY KEY (app, job, scheduled)
        );
        CREATE INDEX cron_runs_active ON cron_runs (app, job) WHERE state <= 1;
        CREATE INDEX cron_runs_scheduled ON cron_runs (scheduled);
        """;

    /// <summary>The component <c>cron</c>.</summary>
    public static SchemaComponent Component { get; } = new("cron", [new SchemaUpgrade(1, Tables, Tables)]);
}
