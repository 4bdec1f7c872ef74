using System.CommandLine;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Apps;

/// <summary><c>actors services [APP]</c>.</summary>
internal static class ServicesCommand
{
    private static readonly Column[] Columns = [new("APP", Least: 12), new("SERVICE", Least: 12), new("TRAFFIC", Least: 12), new("SPLIT BY", Expendable: 1), new("VERSIONS", Least: 12, Expendable: 2)];

    public static Command Create(CliHost host)
    {
        var command = new SiloCommand(host, "services", "Lists the services with their versions and their traffic.", "actors services", "actors services guestbook");
        var app = new Argument<string?>("APP") { Description = "Only this app's.", Arity = ArgumentArity.ZeroOrOne };
        command.Complete(app, static _ => "/api/apps", static row => row.Text("app"));
        command.Arguments.Add(app);
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync($"/api/services{(parsed.GetValue(app) is { } name ? new ServiceName(name, null).Query : "")}", cancellationToken), command.IsJson(parsed), "no services", Columns,
            static service => [service.Text("app"), service.Text("service"), service.Shares("traffic"), service.Text("splitBy"), string.Join(", ", service.Texts("versions"))]));
    }
}
