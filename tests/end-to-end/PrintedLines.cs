using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>What a process has printed, while it prints more. Silos print thousands of lines, and tests look again and again: what was looked through is not looked through again.</summary>
internal sealed class PrintedLines
{
    private const int LastLines = 40;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

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
            _lines.Add(line);
    }

    /// <summary>What came after so many lines.</summary>
    public string From(int line)
    {
        lock (_lock)
            return string.Join('\n', _lines[Math.Min(line, _lines.Count)..]);
    }

    /// <summary>Whether a line matches, of those that have not been looked at.</summary>
    /// <param name="wanted">What to look for.</param>
    /// <param name="looked">How many have been looked at, and are now.</param>
    public bool Any(Regex wanted, ref int looked)
    {
        lock (_lock)
        {
            while (looked < _lines.Count)
            {
                if (wanted.IsMatch(_lines[looked++]))
                    return true;
            }

            return false;
        }
    }
}
