using System.CommandLine;
using Actors.Configuration;

namespace Actors.Silo;

/// <summary>What <c>serve</c> was asked for.</summary>
/// <param name="Apps">Directories or yaml files; never empty.</param>
/// <param name="Port">Port of the web server, or null for the configured one.</param>
/// <param name="TlsPort">Port of HTTPS, or null for the configured one.</param>
/// <param name="H2cPort">Port of HTTP/2 without TLS, or null for the configured one.</param>
/// <param name="AdminPort">Port of the admin API, or null for the configured one.</param>
/// <param name="Data">Data directory, or null for the configured one.</param>
/// <param name="LogFormat">text, json or apache, or null for the configured one.</param>
internal sealed record ServeArguments(IReadOnlyList<string> Apps, int? Port, int? TlsPort, int? H2cPort, int? AdminPort, string? Data, string? LogFormat)
{
    /// <summary>Reads the command line; when it asks for help or is wrong, prints what there is to say and returns null with the exit status.</summary>
    public static (ServeArguments? Arguments, int ExitStatus) Parse(string[] args)
    {
        var apps = new Argument<string[]>("APP") { Description = "Directories with an app.yaml, or yaml files.", Arity = ArgumentArity.ZeroOrMore };
        var port = PortOption("--port", "Port of the web server. Default 8080.");
        var tlsPort = PortOption("--tls-port", "Port of HTTPS, HTTP/1.1 and HTTP/2; needs the setting Tls:Certificate. Default none.");
        var h2cPort = PortOption("--h2c-port", "Port of HTTP/2 without TLS, for proxies. Default none.");
        var adminPort = PortOption("--admin-port", "Port of the admin API, on loopback. Default 8000.");
        var data = new Option<string?>("--data") { Description = "Data directory. Default /var/lib/actors for root, ~/.local/share/actors otherwise." };
        var logFormat = LogFormatOption();
        var standard = new Option<string?>("--default-app") { Description = "What to serve when no APP is given.", Hidden = true };
        var command = new RootCommand("Serves App Engine apps.") { apps, port, tlsPort, h2cPort, adminPort, data, logFormat, standard };
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                System.Console.Error.WriteLine($"actors: {error.Message}");
            return (null, Misunderstood());
        }
        if (parsed.Action is not null)
            return (null, parsed.Invoke());
        string[] paths = parsed.GetValue(apps) is { Length: > 0 } given ? given : parsed.GetValue(standard) is { } other ? [other] : [];
        if (paths.Length == 0)
            return (null, Misunderstood("no app was given; give its directory or its yaml file."));
        if (paths.FirstOrDefault(path => path.StartsWith('-') && !Path.Exists(path)) is { } unknown)
            return (null, Misunderstood($"there is no option {unknown}.{Suggestion.Sentence(unknown, ["--port", "--tls-port", "--h2c-port", "--admin-port", "--data", "--log-format", "--help"])}"));
        return (
            new ServeArguments(
                paths, parsed.GetValue(port), parsed.GetValue(tlsPort), parsed.GetValue(h2cPort), parsed.GetValue(adminPort), parsed.GetValue(data), parsed.GetValue(logFormat)),
            ExitCodes.Ok);
    }

    private static Option<int?> PortOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, out var number) && number is > 0 and <= 65535)
                return number;
            result.AddError($"{name} \"{text}\" is not a port: give a number from 1 to 65535.");
            return null;
        },
    };

    private static Option<string?> LogFormatOption() => new("--log-format")
    {
        Description = "How requests look on standard output: text, json or apache. Default text.",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text is "text" or "json" or "apache")
                return text;
            result.AddError($"--log-format \"{text}\" is not a format: give text, json or apache.");
            return null;
        },
    };

    private static int Misunderstood(string? why = null)
    {
        if (why is not null)
            System.Console.Error.WriteLine($"actors: {why}");
        System.Console.Error.WriteLine("actors: usage: actors serve APP... [--port 8080] [--tls-port N] [--h2c-port N] [--admin-port 8000] [--data DIR] [--log-format text|json|apache]; `actors serve --help` tells more");
        return ExitCodes.Usage;
    }
}
