using System.CommandLine;
using System.Reflection;

namespace Actors.Cli;

/// <summary><c>actors version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction(_ =>
        {
            var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            System.Console.WriteLine($"actors {version.Split('+')[0]}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
