namespace Actors.Configuration.Tests.Rules;

/// <summary>A table in a file: a row per line, columns parted by <c>|</c>, blank lines and those that begin with <c>#</c> passed over. <c>\|</c> and <c>\n</c> stand for characters.</summary>
internal static class RuleTable
{
    public static IEnumerable<string[]> Rows(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Rules", file)))
        {
            if (line.Length > 0 && line[0] != '#')
                yield return [.. line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|').Select(static cell => cell.Trim().Replace('\u0001', '|').Replace("\\n", "\n", StringComparison.Ordinal))];
        }
    }
}
