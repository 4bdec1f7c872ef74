using System.Text;
using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>One line of an ignore file, in git's syntax.</summary>
internal sealed class IgnorePattern
{
    private readonly string? _exact;
    private readonly bool _exactName;
    private readonly Regex? _glob;

    private IgnorePattern(string pattern, bool isNegated, bool directoriesOnly, bool anywhere)
    {
        IsNegated = isNegated;
        DirectoriesOnly = directoriesOnly;
        if (pattern.AsSpan().ContainsAny("*?[\\"))
            _glob = new Regex((anywhere ? @"\A(?:.*/)?" : @"\A") + Translate(pattern) + @"\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        else
            (_exact, _exactName) = (pattern, anywhere);
    }

    /// <summary>Begins with <c>!</c>: takes back what earlier lines leave out.</summary>
    public bool IsNegated { get; }

    /// <summary>Ends with <c>/</c>.</summary>
    public bool DirectoriesOnly { get; }

    /// <summary>The pattern of a line, or null for an empty line, a comment, or a line that can match nothing.</summary>
    public static IgnorePattern? Parse(string line)
    {
        var text = TrimEnd(line);
        if (text.Length == 0 || text[0] == '#')
            return null;
        var negated = text[0] == '!';
        if (negated)
            text = text[1..];
        var directories = text.EndsWith('/');
        text = directories ? text.TrimEnd('/') : text;

        // A slash at the beginning or in the middle ties the pattern to the directory of the file.
        var anywhere = !text.Contains('/', StringComparison.Ordinal);
        text = text.TrimStart('/');
        return text.Length == 0 ? null : new IgnorePattern(text, negated, directories, anywhere);
    }

    /// <summary>Whether it is about a path.</summary>
    /// <param name="path">Relative to the directory of the ignore file, with slashes.</param>
    /// <param name="isDirectory">The path is a directory.</param>
    public bool Matches(string path, bool isDirectory)
    {
        if (DirectoriesOnly && !isDirectory)
            return false;
        if (_glob is not null)
            return _glob.IsMatch(path);
        return _exactName ? path.AsSpan(path.LastIndexOf('/') + 1).SequenceEqual(_exact) : path == _exact;
    }

    // Blanks at the end do not count, unless a backslash stands before them.
    private static string TrimEnd(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] is ' ' or '\t' or '\r' && !(line[end - 1] == ' ' && Backslashes(line, end - 1) % 2 == 1))
            end--;
        return line[..end];
    }

    private static int Backslashes(string line, int before)
    {
        var count = 0;
        while (count < before && line[before - 1 - count] == '\\')
            count++;
        return count;
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/") && (i == 0 || pattern[i - 1] == '/'))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (rest is "**" && i > 0 && pattern[i - 1] == '/')
            {
                regex.Append(".+");
                i++;
            }
            else if (rest[0] == '*')
            {
                regex.Append("[^/]*");
            }
            else if (rest[0] == '?')
            {
                regex.Append("[^/]");
            }
            else if (rest[0] == '[' && ClassEnd(pattern, i) is > 0 and var end)
            {
                regex.Append(Class(pattern[(i + 1)..end]));
                i = end;
            }
            else
            {
                if (rest[0] == '\\' && rest.Length > 1)
                    i++;
                regex.Append(Regex.Escape(pattern[i].ToString()));
            }
        }

        return regex.ToString();
    }

    // A bracket at the first place of a class is one of its characters.
    private static int ClassEnd(string pattern, int start)
    {
        var first = start + 1 < pattern.Length && pattern[start + 1] is '!' or '^' ? start + 2 : start + 1;
        return first < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
    }

    private static string Class(string content)
    {
        var negated = content[0] is '!' or '^';
        var set = new StringBuilder();
        foreach (var c in negated ? content[1..] : content)
            set.Append(c is '[' or ']' or '\\' or '^' ? "\\" + c : c.ToString());
        var valid = $"[{(negated ? "^/" : "")}{set}]";
        try
        {
            _ = new Regex(valid, RegexOptions.NonBacktracking);
            return valid;
        }
        catch (RegexParseException)
        {
            // Such as "[z-a]": nothing is in it.
            return "(?:[^\\s\\S])";
        }
    }
}
