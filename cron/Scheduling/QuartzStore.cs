using Actors.Storage;
using Actors.Storage.Schema;
using Actors.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace Actors.Cron;

/// <summary>
/// Where Quartz keeps its triggers. On PostgreSQL: in the silo's database, and silos that share it share the work. On SQLite: in a file of its own, <c>DIRECTORY/cron/actors.db</c>, since
/// Quartz writes by itself and would wait for the silo's only writer of the other file, and it for Quartz.
/// </summary>
internal sealed class QuartzStore(StorageOptions storage, IDatabase database, CronOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private const string SchedulerName = "actors-cron";

    /// <summary>Brings the tables up to date and makes a scheduler on them that is not started yet.</summary>
    public async Task<IScheduler> OpenAsync(IJobFactory jobs, CancellationToken cancellationToken)
    {
        var connection = await PrepareAsync(cancellationToken);
        return await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton(loggers);
            quartz.UseTimeProvider(time);
            quartz.UseJobFactory(jobs);
            quartz.UseDefaultThreadPool(options.MaxConcurrentRuns);
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.GenerateInstanceId = true;

                // The scheduler looks this often for what other silos have stored; what it stores itself wakes it.
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UsePersistentStore(store =>
            {
                if (storage.Dialect == SqlDialect.PostgreSql)
                {
                    store.UsePostgres(NpgsqlFactory.Instance, connection);
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = options.CheckIn;
                        cluster.CheckinMisfireThreshold = options.CheckIn;
                    });
                }
                else
                {
                    store.UseSqlite(SqliteFactory.Instance, connection);
                }

                store.ConfigureStore(ado =>
                {
                    ado.TablePrefix = QuartzSchema.Prefix;

                    // What has waited for a minute is fired by a look for the misfired alone, be there room or not: without a word it comes once a minute.
                    ado.MisfireHandlerFrequency = TimeSpan.FromSeconds(2);
                });
            });
        }).BuildScheduler(cancellationToken);
    }

    private async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        if (storage.Dialect == SqlDialect.PostgreSql)
        {
            await new SchemaUpgrader(database, time, loggers.CreateLogger<SchemaUpgrader>()).UpgradeAsync([QuartzSchema.Component], cancellationToken);
            return storage.ConnectionString!;
        }

        var file = new StorageOptions { DataDirectory = Path.Combine(storage.DataDirectory, "cron"), BusyTimeout = storage.BusyTimeout };
        await using var own = new SqliteDatabase(file, loggers.CreateLogger<SqliteDatabase>());
        await own.OpenAsync(cancellationToken);
        await new SchemaUpgrader(own, time, loggers.CreateLogger<SchemaUpgrader>()).UpgradeAsync([QuartzSchema.Component], cancellationToken);
        return new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(file.SqlitePath), DefaultTimeout = (int)Math.Ceiling(storage.BusyTimeout.TotalSeconds), ForeignKeys = true }.ToString();
    }
}
