using System.CommandLine;
using System.CommandLine.Help;
using Actors.Cli.Apps;
using Actors.Cli.Completion;
using Actors.Cli.Instances;
using Actors.Cli.Traffic;
using Actors.Cli.Versions;

namespace Actors.Cli;

/// <summary>All commands together.</summary>
internal sealed class CommandLine(CliHost host)
{
    /// <summary>Parses a command line and does what it says.</summary>
    /// <returns>The exit status.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(arguments);
        if (UsageError.Of(parsed) is { Count: > 0 } errors)
            return Task.FromResult(UsageError.Print(errors, parsed, host.Terminal));
        return parsed.InvokeAsync(new InvocationConfiguration { Output = host.Terminal.Out, Error = host.Terminal.Error, ProcessTerminationTimeout = null }, cancellationToken);
    }

    /// <summary>The commands.</summary>
    public RootCommand Create()
    {
        var root = new RootCommand("Runs App Engine apps on your own machine.")
        {
            ServeCommand.Create(),
            CheckCommand.Create(),
            AppsCommand.Create(host),
            ServicesCommand.Create(host),
            VersionsCommand.Create(host),
            VersionActionCommands.Stop(host),
            VersionActionCommands.Start(host),
            VersionActionCommands.Delete(host),
            InstancesCommand.Create(host),
            InstanceEndCommands.Drain(host),
            InstanceEndCommands.Kill(host),
            DecisionsCommand.Create(host),
            TrafficCommand.Create(host),
            PromoteCommand.Create(host),
            MigrateCommand.Create(host),
            RollbackCommand.Create(host),
            CronCommand.Create(host),
            CompletionCommand.Create(host),
            VersionCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = host.Terminal.Width ?? int.MaxValue;
        help.Action = new HelpWithExamples(usual);
        return root;
    }
}
