namespace Actors.Cli.Output;

/// <summary>What a cell tells at a glance, where there are colours.</summary>
internal enum Tone
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Something is under way.</summary>
    Passing,

    /// <summary>Something is wrong.</summary>
    Bad,

    /// <summary>It matters less.</summary>
    Faint,
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its title.</param>
/// <param name="IsRight">Whether its cells stand at the right, as numbers do.</param>
/// <param name="Least">Where the terminal is narrow its cells are cut down to so many characters; 0, the default, never.</param>
/// <param name="Expendable">Where that is not enough the column with the largest number here is left out first; 0, the default, never.</param>
internal sealed record Column(string Title, bool IsRight = false, int Least = 0, int Expendable = 0);

/// <summary>A cell of a table.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>Lays rows out in columns, only as wide as the terminal. Without side effects.</summary>
internal static class Table
{
    private const string Gap = "  ";
    private const char Cut = '…';

    /// <summary>The lines, titles first.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Rows of as many cells.</param>
    /// <param name="width">How wide it may be; null is as wide as it gets.</param>
    /// <param name="hasColours">Whether tones are shown.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows, int? width, bool hasColours)
    {
        var texts = rows.Select(row => row.Select(static cell => cell with { Text = Words.Plain(cell.Text) }).ToArray()).ToArray();
        var natural = columns.Select((column, index) => texts.Select(row => row[index].Text.Length).Append(column.Title.Length).Max()).ToArray();
        var (shown, widths) = Fit(columns, natural, width ?? int.MaxValue);
        yield return Line(shown.Select(index => new Cell(columns[index].Title, Tone.Faint)), shown, columns, widths, width, hasColours);
        foreach (var row in texts)
            yield return Line(shown.Select(index => row[index]), shown, columns, widths, width, hasColours);
    }

    private static (int[] Shown, int[] Widths) Fit(IReadOnlyList<Column> columns, int[] natural, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (true)
        {
            var widths = natural.ToArray();
            for (var over = Over(shown, widths, width); over > 0; over = Over(shown, widths, width))
            {
                var widest = shown.Where(index => columns[index].Least > 0 && widths[index] > columns[index].Least).OrderByDescending(index => widths[index]).FirstOrDefault(-1);
                if (widest < 0)
                    break;
                widths[widest]--;
            }

            var spare = shown.Where(index => columns[index].Expendable > 0).OrderByDescending(index => columns[index].Expendable).FirstOrDefault(-1);
            if (spare < 0 || Over(shown, widths, width) <= 0)
                return ([.. shown], widths);
            shown.Remove(spare);
        }
    }

    private static int Over(List<int> shown, int[] widths, int width) => shown.Sum(index => widths[index]) + (Gap.Length * (shown.Count - 1)) - width;

    private static string Line(IEnumerable<Cell> cells, int[] shown, IReadOnlyList<Column> columns, int[] widths, int? width, bool hasColours)
    {
        var parts = cells.Zip(shown, (cell, index) => (cell.Tone, Text: Padded(cell.Text, widths[index], columns[index].IsRight))).ToArray();
        parts[^1].Text = parts[^1].Text.TrimEnd();
        var plain = string.Join(Gap, parts.Select(static part => part.Text));
        if (width is { } most && plain.Length > most)
            return Shortened(plain, most);
        return hasColours ? string.Join(Gap, parts.Select(static part => Colours.Of(part.Text, part.Tone))) : plain.TrimEnd();
    }

    private static string Padded(string text, int width, bool isRight)
    {
        var fitting = Shortened(text, width);
        return isRight ? fitting.PadLeft(width) : fitting.PadRight(width);
    }

    private static string Shortened(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), $"{Cut}");
}
