using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Actors.Configuration;

namespace Actors.Gateway.Routes;

/// <summary>
/// Says whether a path matches a handler's <c>url</c> as a whole. The patterns that nearly every app.yaml is made of (<c>/.*</c>, a literal, a literal
/// followed by <c>.*</c>) are recognised and need no regular expression.
/// </summary>
internal abstract class PathMatcher
{
    private static readonly SearchValues<char> Meta = SearchValues.Create(@"\.^$*+?()[]{}|");

    /// <summary>The path matches.</summary>
    public abstract bool IsMatch(string path);

    /// <summary>The path matches; <paramref name="groups"/> are then what <c>\1</c> and so on stand for, or null where the pattern has none.</summary>
    public virtual bool IsMatch(string path, out GroupCollection? groups)
    {
        groups = null;
        return IsMatch(path);
    }

    /// <summary>Compiles a <c>url</c>.</summary>
    /// <param name="pattern">A regular expression in Python's dialect, known to be right.</param>
    /// <param name="groups">What it captures is asked for.</param>
    public static PathMatcher Compile(string pattern, bool groups)
    {
        if (Literal(pattern.EndsWith('$') && !pattern.EndsWith(@"\$", StringComparison.Ordinal) ? pattern[..^1] : pattern) is { } literal)
            return new Exact(literal);
        if (!groups)
        {
            foreach (var rest in (ReadOnlySpan<string>)[".*", "(.*)"])
            {
                if (pattern.EndsWith(rest, StringComparison.Ordinal) && Literal(pattern[..^rest.Length]) is { } prefix)
                    return new Prefix(prefix);
            }
        }

        return new Pattern(PythonPattern.WholeMatch(pattern));
    }

    /// <summary>The text that a pattern stands for when it can stand for one text only; otherwise null.</summary>
    internal static string? Literal(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny(Meta) < 0)
            return pattern;
        var text = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1]))
                text.Append(pattern[++i]);
            else if (Meta.Contains(c))
                return null;
            else
                text.Append(c);
        }

        return text.ToString();
    }

    private sealed class Exact(string text) : PathMatcher
    {
        public override bool IsMatch(string path) => path == text;
    }

    // A dot does not match a line feed, which a percent-encoded path can hold.
    private sealed class Prefix(string text) : PathMatcher
    {
        public override bool IsMatch(string path) => path.StartsWith(text, StringComparison.Ordinal) && !path.AsSpan(text.Length).Contains('\n');
    }

    private sealed class Pattern(Regex regex) : PathMatcher
    {
        public override bool IsMatch(string path) => IsMatch(path, out _);

        public override bool IsMatch(string path, out GroupCollection? groups)
        {
            groups = null;
            try
            {
                if (regex.Match(path) is not { Success: true } match)
                    return false;
                groups = match.Groups;
                return true;
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }
    }
}
