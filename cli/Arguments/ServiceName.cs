using System.CommandLine;
using Actors.Cli.Admin;
using Actors.Cli.Output;

namespace Actors.Cli.Arguments;

/// <summary>A service as the command line names it: <c>APP</c>, which is its default service, or <c>APP/SERVICE</c>.</summary>
/// <param name="App">The app.</param>
/// <param name="Service">The service, or null where none was named.</param>
internal sealed record ServiceName(string App, string? Service)
{
    private const string Default = "default";

    /// <summary>Its path in the admin API.</summary>
    public string Path => $"/api/apps/{Uri.EscapeDataString(App)}/services/{Uri.EscapeDataString(Service ?? Default)}";

    /// <summary>The path of one of its versions.</summary>
    public string PathOf(string version) => $"{Path}/versions/{Uri.EscapeDataString(version)}";

    /// <summary>As a query that lists what belongs to it; without a service, what belongs to the app.</summary>
    public string Query => Service is null ? $"?app={Uri.EscapeDataString(App)}" : $"?app={Uri.EscapeDataString(App)}&service={Uri.EscapeDataString(Service)}";

    /// <inheritdoc/>
    public override string ToString() => Service is null or Default ? App : $"{App}/{Service}";

    /// <summary>Reads it; null when it is neither form.</summary>
    public static ServiceName? Parse(string text) => text.Split('/') switch
    {
        [{ Length: > 0 } app] => new ServiceName(app, null),
        [{ Length: > 0 } app, { Length: > 0 } service] => new ServiceName(app, service),
        _ => null,
    };

    /// <summary>The argument that a command must be given.</summary>
    public static Argument<ServiceName> Required(SiloCommand command)
    {
        var argument = new Argument<ServiceName>("APP[/SERVICE]") { Description = "The app, and its service where it is not the default one.", CustomParser = Read };
        Complete(command, argument);
        return argument;
    }

    /// <summary>The argument that narrows a list.</summary>
    public static Argument<ServiceName?> Optional(SiloCommand command)
    {
        var argument = new Argument<ServiceName?>("APP[/SERVICE]") { Description = "Only this app's, or only this service's.", Arity = ArgumentArity.ZeroOrOne, CustomParser = Read };
        Complete(command, argument);
        return argument;
    }

    /// <summary>The argument that names one of its versions.</summary>
    public static Argument<string> Version(SiloCommand command, Argument<ServiceName> service)
    {
        var argument = new Argument<string>("VERSION") { Description = "The version." };
        CompleteVersions(command, argument, service, "");
        return argument;
    }

    /// <summary>Offers the service's versions, each with what is to follow it.</summary>
    public static void CompleteVersions(SiloCommand command, Argument argument, Argument<ServiceName> service, string then) =>
        command.Complete(argument, parsed => $"/api/versions{(parsed.GetValue(service) is { } named ? (named with { Service = named.Service ?? Default }).Query : "")}", row => row.Text("version") + then);

    private static void Complete(SiloCommand command, Argument argument) => command.Complete(
        argument, static _ => "/api/services", static row => row.Text("service") == Default ? row.Text("app") : $"{row.Text("app")}/{row.Text("service")}");

    private static ServiceName Read(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Parse(result.Tokens[0].Value) is { } name)
            return name;
        result.AddError($"\"{result.Tokens[0].Value}\" is neither APP nor APP/SERVICE.");
        return new ServiceName("", null);
    }
}
