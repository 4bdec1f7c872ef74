using System.CommandLine;

namespace Actors.Cli.Completion;

/// <summary><c>actors completion bash|zsh|fish</c>: prints what makes a shell complete commands, options, and the names of apps and versions.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampleCommand(
            "completion", "Prints a script that makes a shell complete `actors`: commands, options, apps, services and versions.",
            "source <(actors completion bash)          in ~/.bashrc", "source <(actors completion zsh)           in ~/.zshrc", "actors completion fish > ~/.config/fish/completions/actors.fish") { shell };
        command.SetAction(parsed =>
        {
            host.Terminal.Out.Write(CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return ExitCodes.Ok;
        });
        return command;
    }
}
