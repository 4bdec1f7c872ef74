using System.CommandLine;
using System.Text.Json.Nodes;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;

namespace Actors.Cli.Traffic;

/// <summary><c>actors migrate APP[/SERVICE] VERSION</c>: all traffic, step by step.</summary>
internal static class MigrateCommand
{
    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "migrate", "Gives all of a service's traffic to a version in ten steps, after an instance of it was started; follows that until it is done.",
            "actors migrate guestbook v2", "actors migrate guestbook v2 --for 30s", "actors migrate guestbook v2 --for 1h --no-wait");
        var service = ServiceName.Required(command);
        var version = ServiceName.Version(command, service);
        var duration = Amounts.TimeOption("--for", "From the first step to the last, 1s to 7d. Default 5m.");
        var wait = new Option<bool>("--no-wait") { Description = "Return at once instead of following it." };
        var state = TrafficState.Option();
        command.Arguments.Add(service);
        command.Arguments.Add(version);
        command.Options.Add(duration);
        command.Options.Add(wait);
        command.Options.Add(state);
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var of = parsed.GetRequiredValue(service);
            var body = new JsonObject { ["version"] = parsed.GetRequiredValue(version) };
            if (parsed.GetValue(duration) is { } time)
                body["seconds"] = time.TotalSeconds;
            var begun = await silo.SendAsync(HttpMethod.Post, $"{of.Path}/migrate", body, parsed.GetValue(state), cancellationToken);
            return parsed.GetValue(wait)
                ? TrafficOutput.Write(command.Terminal, begun, command.IsJson(parsed), host.Time)
                : await new TrafficFollower(command.Terminal, silo, host.Time).FollowAsync(of, begun, command.IsJson(parsed), cancellationToken);
        });
    }
}
