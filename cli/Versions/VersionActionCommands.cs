using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Versions;

/// <summary><c>actors stop|start|delete APP[/SERVICE] VERSION</c>.</summary>
internal static class VersionActionCommands
{
    public static Command Stop(CliHost host) => Act(
        new SiloCommand(
            host, "stop", "Stops a version that gets no traffic: requests for it are answered 404, its instances finish theirs and end.", "actors stop guestbook v1", "actors stop guestbook/backend v1"),
        HttpMethod.Post, "/stop", "is stopped");

    public static Command Start(CliHost host) => Act(
        new SiloCommand(host, "start", "Lets a stopped version serve again; it gets no traffic by that.", "actors start guestbook v1"), HttpMethod.Post, "/start", "serves");

    public static Command Delete(CliHost host) => Act(
        new SiloCommand(host, "delete", "Stops a version that gets no traffic, and forgets it. Its files stay where they are.", "actors delete guestbook v1"), HttpMethod.Delete, "", "is deleted");

    private static SiloCommand Act(SiloCommand command, HttpMethod method, string path, string done)
    {
        var service = ServiceName.Required(command);
        var version = ServiceName.Version(command, service);
        command.Arguments.Add(service);
        command.Arguments.Add(version);
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var (of, name) = (parsed.GetRequiredValue(service), parsed.GetRequiredValue(version));
            var answer = await silo.SendAsync(method, of.PathOf(name) + path, null, null, cancellationToken);
            if (command.IsJson(parsed))
                return answer.ValueKind == JsonValueKind.Undefined ? ExitCodes.Ok : command.Terminal.WriteJson(answer);
            command.Terminal.Out.WriteLine($"{of} {name} {done}");
            return ExitCodes.Ok;
        });
    }
}
