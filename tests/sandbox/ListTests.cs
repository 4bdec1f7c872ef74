using System.Text;
using Actors.EndToEnd.Tests;

namespace Actors.Sandbox.Tests;

/// <summary>docs/sandbox-attempts.md lists every attempt as its header has it. <c>ACTORS_WRITE_ATTEMPTS=1</c> writes the page anew.</summary>
public sealed class ListTests
{
    private static readonly string _page = Path.Combine(SiloProcess.Repository, "docs", "sandbox-attempts.md");

    [Fact]
    public void The_page_lists_every_attempt_with_its_results()
    {
        var page = Page();
        if (Environment.GetEnvironmentVariable("ACTORS_WRITE_ATTEMPTS") == "1")
            File.WriteAllText(_page, page);

        Assert.Equal(page, File.ReadAllText(_page));
    }

    [Fact]
    public void There_are_at_least_eighty_and_no_two_of_one_name()
    {
        Assert.True(Attempt.All.Count >= 80);
        Assert.Equal(Attempt.All.Count, Attempt.All.Select(attempt => attempt.Name).Distinct().Count());
    }

    [Fact]
    public void Sandbox_md_leads_to_the_page() =>
        Assert.Contains("(sandbox-attempts.md)", File.ReadAllText(Path.Combine(SiloProcess.Repository, "docs", "sandbox.md")), StringComparison.Ordinal);

    private static string Page()
    {
        var shown = Attempt.All.Count(attempt => Situations(attempt).Any(attempt.SucceedsAlone));
        var page = new StringBuilder($"""
            # Attempts to get out

            {Attempt.All.Count} attempts that `./test.sh sandbox` makes inside real workers of a real silo, on both Pythons, as root and as an ordinary user. Each must end as
            listed, with nothing changed, heard, told or killed outside, and then the silo, its admin API and another app must serve. So that none fails for another
            reason, each is made again without any layer of the [sandbox](sandbox.md): {shown} succeed there, for the others it says why that cannot be shown. Those that name a layer
            get through when that layer alone is switched off. The page is written from `tests/sandbox/attempts/` and checked against it.

            - **ends with**: an error, the signal that kills the worker, `killed` (the silo kills it), `500` (the platform's answer in the app's place), `Nothing` (it ran, and got nothing), `contained` (it runs, and harms nobody)
            - **control**: what happens without the sandbox. `root`: only as root; `kernel`: where the kernel has the call at all

            | attempt | what it does | ends with | control | stopped by this layer alone |
            |---|---|---|---|---|

            """);
        foreach (var attempt in Attempt.All)
        {
            page.Append($"| `{attempt.Name}`{Limits(attempt)} | {attempt.What} | {Cell(attempt, situation => string.Join(", ", attempt.Expected(situation)))} ");
            page.AppendLine($"| {Cell(attempt, attempt.Control)} | {Cell(attempt, situation => attempt.Without(situation) is { } layer ? $"`{layer}`" : "")} |");
        }

        return page.ToString();
    }

    private static string Limits(Attempt attempt) => attempt.Key("Only", null) is { } only ? $" ({only})" : "";

    // One text where it is the same everywhere, else each with where it holds.
    private static string Cell(Attempt attempt, Func<Situation, string> text)
    {
        var groups = Situations(attempt).GroupBy(text).ToArray();
        return groups.Length == 1 ? groups[0].Key
            : string.Join("; ", groups.Where(group => group.Key.Length > 0).Select(group => $"{group.Key} ({string.Join(", ", group)})"));
    }

    private static IEnumerable<Situation> Situations(Attempt attempt) =>
        from python in new[] { "python27", "python3" }
        from root in new[] { true, false }
        let situation = new Situation(python, root)
        where attempt.AppliesTo(situation)
        select situation;
}
