using System.CommandLine;

namespace Actors.Cli;

/// <summary><c>actors cron</c>: scheduled tasks.</summary>
internal static class CronCommand
{
    public static Command Create() => new("cron", "Scheduled tasks: shows what a cron.yaml means, and the jobs of a running silo.")
    {
        CronPreviewCommand.Create(),
        CronJobsCommands.List(),
        CronJobsCommands.History(),
        CronJobsCommands.Act("run", "Runs a job now, whatever its schedule says."),
        CronJobsCommands.Act("pause", "Pauses a job until it is resumed."),
        CronJobsCommands.Act("resume", "Resumes a paused job; what was due meanwhile is not caught up with."),
    };
}
