using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>What a process has printed, while it prints more. Silos print thousands of lines, and tests look again and again: what was looked through is not looked through again.</summary>
internal sealed class PrintedLines
{
    private const int LastLines = 40;
    private readonly Lock _lock = new();
    private readonly List<(string Text, string Head)> _lines = [];

    /// <summary>How many lines.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _lines.Count;
        }
    }

    /// <summary>The last ones.</summary>
    public string End => From(Math.Max(0, Count - LastLines));

    /// <summary>Takes one more.</summary>
    public void Add(string line)
    {
        lock (_lock)
            _lines.Add((line, _lines is [] || !(line is "" or [' ', ..]) ? line : _lines[^1].Head));
    }

    /// <summary>What came after so many lines.</summary>
    public string From(int line)
    {
        lock (_lock)
            return string.Join('\n', _lines[Math.Min(line, _lines.Count)..].Select(static each => each.Text));
    }

    /// <summary>What it says of an app: the lines that name it, and those that stand indented below them.</summary>
    public string Of(string app)
    {
        lock (_lock)
            return string.Join('\n', _lines.Where(line => IsOf(app, line.Head)).Select(static line => line.Text));
    }

    /// <summary>Whether a line matches, of those that have not been looked at.</summary>
    /// <param name="wanted">What to look for.</param>
    /// <param name="app">The app whose lines are looked at; null for all lines.</param>
    /// <param name="looked">How many have been looked at, and are now.</param>
    public bool Any(Regex wanted, string? app, ref int looked)
    {
        lock (_lock)
        {
            while (looked < _lines.Count)
            {
                var (text, head) = _lines[looked++];
                if ((app is null || IsOf(app, head)) && wanted.IsMatch(text))
                    return true;
            }

            return false;
        }
    }

    // "21:57:42.123 INFO  shop/default/1: ..." and "21:57:43.001 200  1 B  2.0 ms GET /  (shop/1)".
    private static bool IsOf(string app, string head) => head.Contains($" {app}/", StringComparison.Ordinal) || head.Contains($"({app}/", StringComparison.Ordinal);
}
