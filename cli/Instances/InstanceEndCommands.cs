using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Output;

namespace Actors.Cli.Instances;

/// <summary><c>actors drain|kill ID</c>.</summary>
internal static class InstanceEndCommands
{
    public static Command Drain(CliHost host) => End(
        new SiloCommand(host, "drain", "Has an instance finish its requests and end; where it is needed, another one is started.", "actors drain 00c61b117c32"), "drain", "finishes its requests and ends");

    public static Command Kill(CliHost host) => End(
        new SiloCommand(host, "kill", "Kills an instance's worker at once; requests in it fail.", "actors kill 00c61b117c32"), "kill", "is killed");

    private static SiloCommand End(SiloCommand command, string verb, string done)
    {
        var id = new Argument<string>("ID") { Description = "The instance's id, or its beginning where no other begins so." };
        command.Complete(id, static _ => "/api/instances", InstanceId.Shown);
        command.Arguments.Add(id);
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var instance = Find(await silo.GetAsync("/api/instances", cancellationToken), parsed.GetRequiredValue(id));
            var answer = await silo.SendAsync(HttpMethod.Post, $"{InstanceId.Path(instance)}/{verb}", null, null, cancellationToken);
            if (command.IsJson(parsed))
                return command.Terminal.WriteJson(answer);
            command.Terminal.Out.WriteLine($"{InstanceId.Shown(instance)} of {instance.Text("app")}/{instance.Text("service")}/{instance.Text("version")} {done}");
            return ExitCodes.Ok;
        });
    }

    private static JsonElement Find(JsonElement instances, string id)
    {
        var found = instances.EnumerateArray().Where(instance => instance.Text("id").StartsWith(id, StringComparison.Ordinal)).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new AdminFailure(ExitCodes.Failed, $"There is no instance '{id}'; `actors instances` shows them."),
            _ => throw new AdminFailure(ExitCodes.Failed, $"{Words.Count(found.Length, "instance")} begin with '{id}'; give more of the id."),
        };
    }
}
