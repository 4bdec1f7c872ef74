using System.CommandLine;

namespace Actors.Cli;

/// <summary><c>actors cron</c>: scheduled tasks.</summary>
internal static class CronCommand
{
    public static Command Create(CliHost host) => new("cron", "Scheduled tasks: shows what a cron.yaml means, and the jobs of a running silo.")
    {
        CronPreviewCommand.Create(),
        CronJobsCommands.List(host),
        CronJobsCommands.History(host),
        CronJobsCommands.Act(host, "run", "Runs a job now, whatever its schedule says."),
        CronJobsCommands.Act(host, "pause", "Pauses a job until it is resumed."),
        CronJobsCommands.Act(host, "resume", "Resumes a paused job; what was due meanwhile is not caught up with."),
    };
}
