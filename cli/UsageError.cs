using System.CommandLine;
using Actors.Cli.Output;
using Actors.Configuration;

namespace Actors.Cli;

/// <summary>A command line that could not be understood.</summary>
internal static class UsageError
{
    /// <summary>Says what is wrong, a line each, what was probably meant, and where help is.</summary>
    public static int Print(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(static each => each.Name), .. command.Options.Select(static each => each.Name)];
        foreach (var error in parsed.Errors)
            terminal.Fail($"{error.Message}{Meant(parsed, error.Message, known)}");
        terminal.Fail($"`actors{(command is RootCommand ? "" : $" {Path(parsed)}")} --help` tells more.");
        return ExitCodes.Usage;
    }

    private static string Meant(ParseResult parsed, string message, string[] known) =>
        parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal)) is { } unknown ? Suggestion.Sentence(unknown, known) : "";

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } result; at = at.Parent)
            names.Insert(0, result.Command.Name);
        return string.Join(' ', names);
    }
}
