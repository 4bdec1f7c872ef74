using Quartz;
using Quartz.Extensibility;

namespace Actors.Cron;

/// <summary>Gives Quartz the one runner for every job.</summary>
internal sealed class CronRunnerFactory(CronRunner runner) : IJobFactory
{
    public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) => ValueTask.FromResult(new JobScope(runner, null));

    public ValueTask ReturnJob(JobScope job, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
