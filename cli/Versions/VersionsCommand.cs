using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Versions;

/// <summary><c>actors versions [APP[/SERVICE]]</c>.</summary>
internal static class VersionsCommand
{
    private static readonly Column[] Columns =
    [
        new("APP", Least: 10), new("SERVICE", Least: 8), new("VERSION", Least: 10), new("TRAFFIC", IsRight: true), new("STATE"), new("INSTANCES", IsRight: true), new("IN FLIGHT", IsRight: true, Expendable: 3),
        new("SCALING", Expendable: 2), new("RUNTIME", Expendable: 4), new("DEPLOYED", IsRight: true, Expendable: 5), new("SOURCE", Least: 12, Expendable: 6),
    ];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "versions", "Lists the versions: traffic, state, instances, scaling, runtime.", "actors versions", "actors versions guestbook/backend", "actors versions --json");
        var service = ServiceName.Optional(command);
        command.Arguments.Add(service);
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync($"/api/versions{parsed.GetValue(service)?.Query}", cancellationToken), command.IsJson(parsed), "no versions", Columns, version => Cells(version, host.Time)));
    }

    private static Cell[] Cells(JsonElement version, TimeProvider time) =>
    [
        version.Text("app"), version.Text("service"), version.Text("version"),
        version.Number("share") is > 0 and var share ? new Cell(Words.Percent(share), Tone.Good) : new Cell("-", Tone.Faint),
        new Cell(Words.State(version.Text("state")), version.Text("state") == "serving" ? Tone.Good : Tone.Bad),
        version.Text("instances"), version.Text("inFlight"), Scaling(version), version.Text("runtime"), version.Age("deployed", time), version.Text("source"),
    ];

    private static string Scaling(JsonElement version)
    {
        if (version.Field("scaling") is not { } scaling)
            return "-";
        var (least, most) = (scaling.Number("minInstances") ?? 0, scaling.Number("maxInstances") ?? 0);
        var kind = scaling.Text("kind");
        return kind == "manual" ? $"manual {least:0}" : (least, most) switch
        {
            (0, 0) => kind,
            (_, 0) => $"{kind} {least:0}+",
            _ => $"{kind} {least:0}-{most:0}",
        };
    }
}
