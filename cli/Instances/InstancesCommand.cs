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
        new("APP", Least: 10), new("SERVICE", Least: 8, Expendable: 1), new("VERSION", Least: 8), new("ID"), new("NR", IsRight: true, Expendable: 5), new("STATE"), new("REQUESTS", IsRight: true),
        new("ERRORS", IsRight: true), new("IN FLIGHT", IsRight: true, Expendable: 2), new("MEDIAN", IsRight: true, Expendable: 4), new("P95", IsRight: true, Expendable: 3), new("MEMORY", IsRight: true), new("CPU", IsRight: true, Expendable: 6),
        new("THREADS", IsRight: true, Expendable: 8), new("AGE", IsRight: true), new("START", IsRight: true, Expendable: 9), new("PID", IsRight: true, Expendable: 7),
    ];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(
            host, "instances", "Lists the instances: state, requests, how many failed and how long they took, memory, processor time, age.", "actors instances", "actors instances guestbook v2", "actors instances --json | jq '.[] | {id, journey}'");
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
        instance.Text("app"), instance.Text("service"), instance.Text("version"), InstanceId.Shown(instance), instance.Text("number"), new Cell(instance.Text("state"), ToneOf(instance.Text("state"))),
        instance.Text("requests"), Errors(instance), instance.Text("inFlight"), Latency(instance, "median"), Latency(instance, "p95"),
        instance.Number("memory", Words.Bytes), instance.Number("cpuMilliseconds", Milliseconds),
        instance.Texts("backgroundThreads").Count().ToString(CultureInfo.InvariantCulture), instance.Age("started", time), instance.Number("startMilliseconds", Milliseconds), instance.Text("pid"),
    ];

    private static Cell Errors(JsonElement instance) => new(instance.Text("errors"), instance.Text("errors") == "0" ? Tone.Plain : Tone.Bad);

    private static string Latency(JsonElement instance, string name) => instance.Field("latency")?.Number(name, Milliseconds) ?? "-";

    private static string Milliseconds(double milliseconds) => milliseconds is > 0 and < 10 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms") : Words.Time(TimeSpan.FromMilliseconds(milliseconds));

    private static Tone ToneOf(string state) => state switch
    {
        "serving" => Tone.Good,
        "starting" or "draining" => Tone.Passing,
        _ => Tone.Bad,
    };
}
