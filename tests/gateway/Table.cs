namespace Actors.Gateway.Tests;

/// <summary>
/// A table in a file: a row per line, columns parted by <c>|</c>, blank lines and those that begin with <c>#</c> passed over. In a cell <c>\r \n \t \0 \xHH \|</c> stand for
/// characters, <c>-</c> for nothing at all, <c>''</c> for the empty text.
/// </summary>
internal static class Table
{
    /// <summary>The rows of a file beside the tests, for a theory.</summary>
    public static IEnumerable<object?[]> Rows(string path)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, path)))
        {
            if (line.Length > 0 && line[0] != '#')
                yield return [.. Cells(line).Select(object? (cell) => cell)];
        }
    }

    private static IEnumerable<string?> Cells(string line) =>
        line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|').Select(cell => cell.Trim() switch
        {
            "-" => null,
            "''" => "",
            var text => Unescaped(text.Replace('\u0001', '|')),
        });

    private static string Unescaped(string text)
    {
        var characters = new List<char>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                characters.Add(text[i]);
                continue;
            }

            characters.Add(text[++i] switch
            {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '0' => '\0',
                'x' => (char)Convert.ToInt32(text[(i + 1)..((i += 2) + 1)], 16),
                var other => other,
            });
        }

        return new string([.. characters]);
    }
}
