using System.CommandLine;

namespace Actors.Cli;

/// <summary><c>actors serve</c> as the help shows it. The <c>actors</c> script hands the command to the silo, so that no second process stands between.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serves apps; ./run.sh calls this.")
        {
            new Argument<string[]>("APP") { Description = "Directories with an app.yaml, or yaml files.", Arity = ArgumentArity.OneOrMore },
            new Option<int>("--port") { Description = "Port of the web server. Default 8080." },
            new Option<int>("--tls-port") { Description = "Port of HTTPS, HTTP/1.1 and HTTP/2; needs the setting Tls:Certificate. Default none." },
            new Option<int>("--h2c-port") { Description = "Port of HTTP/2 without TLS, for proxies. Default none." },
            new Option<int>("--admin-port") { Description = "Port of the admin API, on loopback. Default 8000." },
            new Option<string>("--data") { Description = "Data directory. Default /var/lib/actors for root, ~/.local/share/actors otherwise." },
            new Option<string>("--log-format") { Description = "How requests look on standard output: text, json or apache. Default text." },
        };
        command.SetAction(_ =>
        {
            System.Console.Error.WriteLine("actors: start `serve` through the script `actors` at the top of the project.");
            return ExitCodes.Usage;
        });
        return command;
    }
}
