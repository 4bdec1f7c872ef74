using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Versions;

/// <summary><c>actors decisions APP[/SERVICE] VERSION</c>: why there are as many instances as there are.</summary>
internal static class DecisionsCommand
{
    private static readonly Column[] Columns =
        [new("AGE", IsRight: true), new("STARTED", IsRight: true), new("DRAINED", IsRight: true), new("PENDING", IsRight: true, Expendable: 2), new("SERVING", IsRight: true, Expendable: 1), new("WHY", Least: 20)];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "decisions", "Shows the last decisions about a version's instances, the newest first, each with its reason.",
            "actors decisions guestbook v1", "actors decisions guestbook v1 --json | jq '.[0]'");
        var service = ServiceName.Required(command);
        var version = ServiceName.Version(command, service);
        command.Arguments.Add(service);
        command.Arguments.Add(version);
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync($"{parsed.GetRequiredValue(service).PathOf(parsed.GetRequiredValue(version))}/decisions", cancellationToken), command.IsJson(parsed), "no decisions", Columns,
            decision => Cells(decision, host.Time)));
    }

    private static Cell[] Cells(JsonElement decision, TimeProvider time) =>
    [
        decision.Age("at", time), Count(decision.Number("started") ?? 0, "+", Tone.Good), Count(decision.Texts("drained").Count(), "-", Tone.Passing), decision.Text("pending"), decision.Text("serving"), decision.Text("why"),
    ];

    private static Cell Count(double number, string sign, Tone tone) => number > 0 ? new Cell(string.Create(CultureInfo.InvariantCulture, $"{sign}{number}"), tone) : "";
}
