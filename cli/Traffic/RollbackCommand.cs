using System.CommandLine;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;

namespace Actors.Cli.Traffic;

/// <summary><c>actors rollback APP[/SERVICE]</c>.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "rollback", "Makes a service's traffic what it was before the last change, or before the migration or canary that is under way; asked again, what it was before that.",
            "actors rollback guestbook", "actors rollback guestbook/backend");
        var service = ServiceName.Required(command);
        var state = TrafficState.Option();
        command.Arguments.Add(service);
        command.Options.Add(state);
        return command.Does(async (parsed, silo, cancellationToken) => TrafficOutput.Write(
            command.Terminal, await silo.SendAsync(HttpMethod.Post, $"{parsed.GetRequiredValue(service).Path}/rollback", null, parsed.GetValue(state), cancellationToken), command.IsJson(parsed), host.Time));
    }
}
