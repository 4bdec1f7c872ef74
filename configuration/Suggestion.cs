namespace Actors.Configuration;

/// <summary>Finds what somebody probably meant.</summary>
public static class Suggestion
{
    /// <summary>The candidate nearest to <paramref name="written"/>, or null when none is near: case, hyphens for underscores and dots do not count,
    /// and at most a third of the letters may be wrong (two letters changing places is one mistake).</summary>
    public static string? For(string written, IEnumerable<string> candidates)
    {
        var folded = Fold(written);
        string? best = null;
        var bestDistance = Math.Max(1, folded.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(folded, Fold(candidate));
            if (distance >= bestDistance)
                continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>" Did you mean "x"?" or nothing.</summary>
    public static string Sentence(string written, IEnumerable<string> candidates) =>
        For(written, candidates) is { } meant ? $" Did you mean \"{meant}\"?" : "";

    private static string Fold(string text) =>
        new([.. text.Where(c => c is not ('-' or '_' or '.' or ' ')).Select(char.ToLowerInvariant)]);

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    least = Math.Min(least, rows[i - 2, j - 2] + 1);
                rows[i, j] = least;
            }
        }

        return rows[a.Length, b.Length];
    }
}
