using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>docs/SPECIFICATION.md names what shows each promise; a name that is none would be a promise that nobody looks after.</summary>
public sealed partial class SpecificationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SiloProcess.Repository, "docs", "SPECIFICATION.md"));

    [Fact]
    public void Everything_that_shows_a_promise_exists()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(SiloProcess.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var names = QuotedName().Matches(Text).Select(match => match.Groups[1].Value).Where(name => name.Contains('/', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(
            name.Contains('/', StringComparison.Ordinal)
                ? Path.Exists(Path.Combine(SiloProcess.Repository, name))
                : sources.Contains($"class {name.Split('.')[0]}", StringComparison.Ordinal) && Regex.IsMatch(sources, $@"\b{name.Split('.')[1]}\("),
            name));
    }

    [Fact]
    public void Promises_are_numbered_once_and_say_what_shows_them_or_that_nothing_does_yet()
    {
        var rows = Row().Matches(Text);
        Assert.Equal(rows.Count, rows.Select(row => row.Groups[1].Value).Distinct().Count());
        Assert.All(rows, row => Assert.Matches("`.+`|pending", row.Groups[2].Value));
    }

    [GeneratedRegex("`([A-Za-z][A-Za-z0-9_./-]*)`")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^\| ([A-Z]\d+) \|.*\| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
