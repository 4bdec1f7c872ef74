using System.CommandLine;
using Actors.Cli;

var root = new RootCommand("Runs App Engine apps on your own machine.");
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(CheckCommand.Create());
root.Subcommands.Add(CronCommand.Create());
root.Subcommands.Add(VersionCommand.Create());
var parsed = root.Parse(args);
return parsed.Errors.Count == 0 ? await parsed.InvokeAsync() : UsageError.Print(parsed);
