using System.CommandLine;
using Actors.Cli.Admin;
using Actors.Cli.Output;
using Actors.Configuration;

namespace Actors.Cli;

/// <summary>A command line that could not be understood.</summary>
internal static class UsageError
{
    private const string MissingArgument = "Required argument missing";

    /// <summary>What is wrong, a sentence each with what was probably meant; empty when nothing is.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(static each => each.Name), .. command.Options.Select(static each => each.Name)];
        var found = parsed.Errors.Select(error => error.Message.StartsWith(MissingArgument, StringComparison.Ordinal)
            ? $"`{Path(parsed)}` needs {string.Join(' ', command.Arguments.Select(static argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]"))}."
            : $"{error.Message}{Meant(parsed, error.Message, known)}");

        // What looks like an option is never an app or a version.
        var strays = parsed.Errors.Count > 0 || command is not SiloCommand
            ? []
            : parsed.CommandResult.Tokens.Select(static token => token.Value).Where(static token => token.StartsWith('-')).Select(token => $"There is no option {token}.{Suggestion.Sentence(token, known)}");
        return [.. found.Concat(strays).Distinct()];
    }

    /// <summary>Says it, and where help is.</summary>
    public static int Print(IReadOnlyList<string> errors, ParseResult parsed, Terminal terminal)
    {
        foreach (var error in errors)
            terminal.Fail(error);
        terminal.Fail($"`actors{(parsed.CommandResult.Command is RootCommand ? "" : $" {Path(parsed)}")} --help` tells more.");
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
