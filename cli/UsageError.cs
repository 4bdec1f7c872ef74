using System.CommandLine;

namespace Actors.Cli;

/// <summary>A command line that could not be understood.</summary>
internal static class UsageError
{
    /// <summary>Says what is wrong, a line each, and where help is.</summary>
    public static int Print(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
            System.Console.Error.WriteLine($"actors: {error.Message}");
        System.Console.Error.WriteLine("actors: `actors --help` lists the commands.");
        return ExitCodes.Usage;
    }
}
