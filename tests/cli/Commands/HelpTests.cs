using System.CommandLine;
using Actors.Cli.Admin;

namespace Actors.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_about_a_silo_has_help_with_examples_that_parse_and_takes_the_same_options()
    {
        var commands = All(Tree()).OfType<SiloCommand>().ToArray();
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            Assert.Equal(["--admin", "--admin-port", "--admin-token-file", "--json"], command.Options.Select(static option => option.Name).Where(static name => name.StartsWith("--admin", StringComparison.Ordinal) || name == "--json").Order());
            Assert.NotEmpty(command.Examples);
            Assert.All(command.Examples, static example => Assert.True(Tree().Parse(Words(example)).Errors.Count == 0, example));
            string[] path = [.. Path(command), "--help"];
            var run = new CliRun();
            Assert.Equal((0, ""), (await run.RunAsync(path), run.Errors));
            Assert.Contains($"Examples:\n  {command.Examples[0]}", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _actors actors")]
    [InlineData("zsh", "compdef _actors actors")]
    [InlineData("fish", "complete -c actors")]
    public async Task Shells_complete(string shell, string line)
    {
        var run = new CliRun();
        Assert.Equal(0, await run.RunAsync($"completion {shell}"));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("actors ver", new[] { "version", "versions" })]
    [InlineData("actors promote guestbook v2 --can", new[] { "--canary" })]
    [InlineData("actors promote ", new[] { "guestbook", "guestbook/backend" })]
    [InlineData("actors stop guestbook ", new[] { "v1", "v2", "v3" })]
    [InlineData("actors stop guestbook/backend ", new[] { "b1" })]
    [InlineData("actors traffic guestbook ", new[] { "v1=", "v2=", "v3=" })]
    [InlineData("actors cron run guestbook ", new[] { "/tasks/report" })]
    [InlineData("actors cron history guestbook ", new[] { "/tasks/report" })]
    public async Task Names_of_the_silo_are_completed_too(string line, string[] words)
    {
        var run = new CliRun().Answers("GET /api/services", Rows.Services).Answers("GET /api/versions?app=guestbook&service=default", Rows.Versions)
            .Answers("GET /api/versions?app=guestbook&service=backend", """[{"version": "b1"}]""").Answers("GET /api/cron?app=guestbook", """[{"job": "1", "url": "/tasks/report"}]""");
        Assert.Equal(0, await run.RunAsync([$"[suggest:{line.Length}]", line]));
        var found = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.All(words, word => Assert.Contains(word, found));
        if (line.EndsWith(' '))
            Assert.Equal(words, found.Where(static word => !word.StartsWith('-') && word is not ("/?" or "/h")));
    }

    [Fact]
    public async Task Without_a_silo_completion_is_silent()
    {
        var run = new CliRun { IsDown = true };
        Assert.Equal(0, await run.RunAsync(["[suggest:15]", "actors promote "]));
        Assert.Empty(run.Errors);
    }

    private static RootCommand Tree() => new CommandLine(new CliHost(new(TextWriter.Null, TextWriter.Null, null, false), TimeProvider.System, static _ => null, static () => throw new InvalidOperationException())).Create();

    // What stands after a pipe or a comment is not the command's.
    private static string[] Words(string example) => example.Split(" | ")[0].Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<string> Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? [.. Path(parent), command.Name] : [command.Name];
}
