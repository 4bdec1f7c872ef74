using System.CommandLine;
using Actors.Cli.Admin;
using Actors.Cli.Output;

namespace Actors.Cli.Apps;

/// <summary><c>actors apps</c>.</summary>
internal static class AppsCommand
{
    private static readonly Column[] Columns = [new("APP", Least: 12), new("STATE"), new("VERSIONS", IsRight: true), new("SERVICES", Least: 12)];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(host, "apps", "Lists the apps with their services.", "actors apps", "actors apps --json | jq -r '.[].app'");
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync("/api/apps", cancellationToken), command.IsJson(parsed), "no apps", Columns,
            static app =>
            [
                app.Text("app"), app.Is("isServed") ? new Cell("serving", Tone.Good) : new Cell(Words.State("notServed"), Tone.Bad), app.Text("versions"), string.Join(", ", app.Texts("services")),
            ]));
    }
}
