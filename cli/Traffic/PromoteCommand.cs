using System.CommandLine;
using System.Text.Json.Nodes;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;

namespace Actors.Cli.Traffic;

/// <summary><c>actors promote APP[/SERVICE] VERSION</c>: all traffic at once, or as a canary.</summary>
internal static class PromoteCommand
{
    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "promote", "Gives all of a service's traffic to a version, at once; with --canary in growing steps, and back by itself when the version is worse than what it replaces.",
            "actors promote guestbook v2", "actors promote guestbook v2 --canary 10% --for 5m --max-error-rate 1%", "actors promote guestbook/backend v2 --canary 5% --for 1h --no-wait");
        var service = ServiceName.Required(command);
        var version = ServiceName.Version(command, service);
        var canary = Amounts.ShareOption("--canary", "The first step's share, such as 10%; each further step has twice as much.");
        var duration = Amounts.TimeOption("--for", "With --canary: how long all steps take together at least. Default 5m.");
        var errors = Amounts.ShareOption("--max-error-rate", "With --canary: the part of requests that may be answered with a 5xx status. Default 1%.");
        var requests = new Option<int?>("--min-requests") { Description = "With --canary: requests to the version before a step may end. Default 100.", HelpName = "N" };
        var wait = new Option<bool>("--no-wait") { Description = "With --canary: return at once instead of following it." };
        var state = TrafficState.Option();
        command.Arguments.Add(service);
        command.Arguments.Add(version);
        Option[] ofCanary = [duration, errors, requests, wait];
        foreach (var option in (Option[])[canary, .. ofCanary, state])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(canary) is null && ofCanary.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } alone)
                result.AddError($"{alone.Name} goes with --canary.");
        });
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var of = parsed.GetRequiredValue(service);
            var body = new JsonObject { ["version"] = parsed.GetRequiredValue(version) };
            if (parsed.GetValue(canary) is not { } share)
                return TrafficOutput.Write(command.Terminal, await silo.SendAsync(HttpMethod.Post, $"{of.Path}/promote", body, parsed.GetValue(state), cancellationToken), command.IsJson(parsed), host.Time);
            body["share"] = share;
            if (parsed.GetValue(duration) is { } time)
                body["seconds"] = time.TotalSeconds;
            if (parsed.GetValue(errors) is { } rate)
                body["maxErrorRate"] = rate;
            if (parsed.GetValue(requests) is { } least)
                body["minRequests"] = least;
            var begun = await silo.SendAsync(HttpMethod.Post, $"{of.Path}/canary", body, parsed.GetValue(state), cancellationToken);
            return parsed.GetValue(wait)
                ? TrafficOutput.Write(command.Terminal, begun, command.IsJson(parsed), host.Time)
                : await new TrafficFollower(command.Terminal, silo, host.Time).FollowAsync(of, begun, command.IsJson(parsed), cancellationToken);
        });
    }
}
