using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>Regular expressions as app.yaml writes them, in Python's dialect, for .NET's engine.</summary>
public static class PythonPattern
{
    /// <summary>Longest time one match may take; a pattern that needs more counts as not matching.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles <paramref name="pattern"/> so that it must match a whole text.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public static Regex WholeMatch(string pattern) =>
        new($@"\A(?:{Translate(pattern)})\z", RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>Why a pattern cannot be used, as a clause, or null when it can.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            // Each on its own: an unbalanced parenthesis could otherwise pair with the wrapping one.
            _ = new Regex(Translate(pattern), RegexOptions.CultureInvariant, MatchTimeout);
            _ = WholeMatch(pattern);
            return null;
        }
        catch (RegexParseException broken)
        {
            return $"{Reason(broken.Error)} near character {broken.Offset.ToString(CultureInfo.InvariantCulture)}.";
        }
    }

    /// <summary>Named groups become numbered ones, because .NET would number them after all others and <c>\1</c> in a template means position;
    /// <c>\Z</c> is .NET's <c>\z</c>.</summary>
    private static string Translate(string pattern)
    {
        if (!pattern.Contains("(?P", StringComparison.Ordinal) && !pattern.Contains(@"\Z", StringComparison.Ordinal))
            return pattern;

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var translated = new StringBuilder(pattern.Length);
        var groups = 0;
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                translated.Append(c).Append(pattern[++i] == 'Z' && !inClass ? 'z' : pattern[i]);
                continue;
            }

            if (c == '[')
                inClass = true;
            else if (c == ']')
                inClass = false;
            if (inClass || c != '(')
            {
                translated.Append(c);
                continue;
            }

            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("(?P<", StringComparison.Ordinal) && rest.IndexOf('>') is > 4 and var end)
            {
                numbers[rest[4..end].ToString()] = ++groups;
                translated.Append('(');
                i += end;
            }
            else if (rest.StartsWith("(?P=", StringComparison.Ordinal) && rest.IndexOf(')') is > 4 and var close && numbers.TryGetValue(rest[4..close].ToString(), out var number))
            {
                translated.Append(CultureInfo.InvariantCulture, $@"(?:\{number})");
                i += close;
            }
            else
            {
                if (rest.Length < 2 || rest[1] != '?')
                    groups++;
                translated.Append('(');
            }
        }

        return translated.ToString();
    }

    private static string Reason(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a closing parenthesis is missing",
        RegexParseError.InsufficientOpeningParentheses => "a closing parenthesis has no opening one",
        RegexParseError.UnterminatedBracket => "a closing bracket is missing",
        RegexParseError.QuantifierAfterNothing => "there is nothing to repeat",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repetition is repeated",
        RegexParseError.UndefinedNumberedReference => "a reference to a group that does not exist",
        RegexParseError.UnescapedEndingBackslash => "a backslash at the end",
        _ => error.ToString(),
    };
}
