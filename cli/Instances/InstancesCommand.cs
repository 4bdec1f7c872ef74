using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Instances;

/// <summary><c>actors instances [APP[/SERVICE] [VERSION]]</c>.</summary>
internal static class InstancesCommand
{
    private static readonly Column[] Columns =
    [
        new("APP", Least: 10), new("SERVICE", Least: 8, Expendable: 1), new("VERSION", Least: 8), new("ID"), new("STATE"), new("REQUESTS", IsRight: true), new("IN FLIGHT", IsRight: true, Expendable: 2),
        new("MEMORY", IsRight: true), new("AGE", IsRight: true), new("START", IsRight: true, Expendable: 4), new("PID", IsRight: true, Expendable: 3),
    ];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "instances", "Lists the instances: state, requests, memory, age.", "actors instances", "actors instances guestbook v2", "actors instances --json | jq '.[] | {id, journey}'");
        var service = ServiceName.Optional(command);
        var version = new Argument<string?>("VERSION") { Description = "Only this version's.", Arity = ArgumentArity.ZeroOrOne };
        command.Complete(version, parsed => $"/api/versions{parsed.GetValue(service)?.Query}", static row => row.Text("version"));
        command.Arguments.Add(service);
        command.Arguments.Add(version);
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync($"/api/instances{parsed.GetValue(service)?.Query}{(parsed.GetValue(version) is { } name ? $"&version={Uri.EscapeDataString(name)}" : "")}", cancellationToken),
            command.IsJson(parsed), "no instances", Columns, instance => Cells(instance, host.Time)));
    }

    private static Cell[] Cells(JsonElement instance, TimeProvider time) =>
    [
        instance.Text("app"), instance.Text("service"), instance.Text("version"), InstanceId.Shown(instance), new Cell(instance.Text("state"), ToneOf(instance.Text("state"))),
        instance.Text("requests"), instance.Text("inFlight"), instance.Number("memory", Words.Bytes), instance.Age("started", time),
        instance.Number("startMilliseconds", static milliseconds => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms")), instance.Text("pid"),
    ];

    private static Tone ToneOf(string state) => state switch
    {
        "serving" => Tone.Good,
        "starting" or "draining" => Tone.Passing,
        _ => Tone.Bad,
    };
}
