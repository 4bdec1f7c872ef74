using System.Collections.Frozen;

namespace Actors.Configuration;

/// <summary>Takes the text of a schedule apart. Blanks between the pieces mean nothing, and letter case counts.</summary>
internal static class ScheduleLexer
{
    private const int MostDigits = 5;

    private static readonly FrozenDictionary<string, int> Ordinals = new Dictionary<string, int>
    {
        ["first"] = 1, ["1st"] = 1, ["second"] = 2, ["2nd"] = 2, ["third"] = 3, ["3rd"] = 3, ["fourth"] = 4, ["4th"] = 4, ["fifth"] = 5, ["5th"] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The pieces, an <see cref="ScheduleTokenKind.End"/> behind them.</summary>
    public static List<ScheduleToken> Read(string text)
    {
        var tokens = new List<ScheduleToken>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or '\n' or '\r')
            {
                at++;
                continue;
            }

            var token = char.IsAsciiDigit(text[at]) ? Digits(text, at) : char.IsAsciiLetter(text[at]) ? Word(text, at) : Sign(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new ScheduleToken(ScheduleTokenKind.End, "", text.Length + 1));
        return tokens;
    }

    private static ScheduleToken Word(string text, int at)
    {
        var word = Run(text, at, char.IsAsciiLetter);
        if (Ordinals.TryGetValue(word, out var ordinal))
            return new ScheduleToken(ScheduleTokenKind.Ordinal, word, at + 1, ordinal);
        return ScheduleWords.All.Contains(word)
            ? new ScheduleToken(ScheduleTokenKind.Word, word, at + 1)
            : new ScheduleToken(ScheduleTokenKind.Unknown, word, at + 1);
    }

    private static ScheduleToken Digits(string text, int at)
    {
        var digits = Run(text, at, char.IsAsciiDigit);
        var after = at + digits.Length;
        if (after < text.Length && text[after] == ':')
            return Time(text, at, digits);
        var word = Run(text, at, char.IsAsciiLetterOrDigit);
        if (Ordinals.TryGetValue(word, out var ordinal))
            return new ScheduleToken(ScheduleTokenKind.Ordinal, word, at + 1, ordinal);
        if (word.Length > digits.Length && !ScheduleWords.All.Contains(word[digits.Length..]))
            return new ScheduleToken(ScheduleTokenKind.Unknown, word, at + 1);
        return digits.Length <= MostDigits
            ? new ScheduleToken(ScheduleTokenKind.Number, digits, at + 1, int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture))
            : new ScheduleToken(ScheduleTokenKind.Unknown, digits, at + 1, Problem: "is a number of more than five digits");
    }

    private static ScheduleToken Time(string text, int at, string hours)
    {
        var minutes = Run(text, at + hours.Length + 1, char.IsAsciiLetterOrDigit);
        var all = text.Substring(at, hours.Length + 1 + minutes.Length);
        var isTime = hours.Length <= 2 && minutes.Length == 2 && minutes.All(char.IsAsciiDigit);
        var hour = isTime ? int.Parse(hours, System.Globalization.CultureInfo.InvariantCulture) : 24;
        var minute = isTime ? int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture) : 60;
        return hour < 24 && minute < 60
            ? new ScheduleToken(ScheduleTokenKind.Time, all, at + 1, (hour * 60) + minute)
            : new ScheduleToken(ScheduleTokenKind.Unknown, all, at + 1, Problem: "is no time of day");
    }

    private static ScheduleToken Sign(string text, int at) => text[at] == ','
        ? new ScheduleToken(ScheduleTokenKind.Comma, ",", at + 1)
        : new ScheduleToken(ScheduleTokenKind.Unknown, char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? text.Substring(at, 2) : text[at].ToString(), at + 1);

    private static string Run(string text, int from, Func<char, bool> belongs)
    {
        var end = from;
        while (end < text.Length && belongs(text[end]))
            end++;
        return text[from..end];
    }
}
