using System.Collections.Frozen;
using K = Actors.Configuration.ScheduleTokenKind;

namespace Actors.Configuration;

/// <summary>
/// Reads the schedule language of App Engine's cron.yaml:
/// <code>
/// schedule     := interval | specific
/// interval     := "every" NUMBER ("hours" | "mins" | "minutes") [ "from" TIME "to" TIME | "synchronized" ]
/// specific     := ( ordinals weekdays [ "of" months ] | NUMBER { "," NUMBER } "of" months ) TIME
/// ordinals     := "every" | ORDINAL { "," ORDINAL }
/// weekdays     := "day" | weekday { "," weekday }
/// months       := "month" | month { "," month } | "quarter" | ORDINAL { "," ORDINAL } "month" "of" "quarter"
/// </code>
/// </summary>
public sealed class ScheduleReader
{
    private const int MinutesPerDay = 24 * 60;
    private readonly List<ScheduleToken> _tokens;
    private int _next;

    private ScheduleReader(string text) => _tokens = ScheduleLexer.Read(text);

    private ScheduleToken Next => _tokens[_next];

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">As cron.yaml has it.</param>
    /// <returns>The schedule, or what is wrong and where.</returns>
    public static (Schedule? Schedule, ScheduleError? Error) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return (new ScheduleReader(text).Whole(), null);
        }
        catch (Misread misread)
        {
            return (null, misread.Error);
        }
    }

    private Schedule Whole()
    {
        Schedule schedule = Next is { Kind: K.Word, Text: ScheduleWords.Every } && _tokens[_next + 1].Kind is K.Number or K.Unknown && !IsDayLike(_tokens[_next + 1]) ? Interval() : Specific();
        if (Next.Kind != K.End)
            throw Unexpected(schedule is IntervalSchedule ? "\"from\", \"synchronized\" or the end" : "the end");
        return schedule;
    }

    // "every tues": the weekday is misspelt, not a number missing.
    private static bool IsDayLike(ScheduleToken token) => token.Kind == K.Unknown && char.IsAsciiLetter(token.Text[0]);

    private Schedule Interval()
    {
        _next++;
        var number = Take(K.Number, "a number of up to five digits");
        if (number.Value == 0)
            throw Wrong(number, "The interval is zero.", "Expected is a number above zero.");
        if (Next.Kind != K.Word || !ScheduleWords.Periods.TryGetValue(Next.Text, out var minutes))
            throw Unexpected("\"hours\", \"mins\" or \"minutes\"");
        _next++;
        var total = number.Value * minutes;
        if (Is(ScheduleWords.From))
        {
            var from = Time();
            if (!Is(ScheduleWords.To))
                throw Unexpected("\"to\"");
            return new RangeSchedule(TimeSpan.FromMinutes(total), from, Time());
        }

        if (!Is(ScheduleWords.Synchronized))
            return new IntervalSchedule(TimeSpan.FromMinutes(total));
        if (total > MinutesPerDay || MinutesPerDay % total != 0)
            throw Wrong(number, $"\"synchronized\" does not go with an interval of {number.Text} {_tokens[_next - 2].Text}, which does not divide a day.", "Expected is one that divides 24 hours evenly, such as 15 minutes or 8 hours.");
        return new RangeSchedule(TimeSpan.FromMinutes(total), TimeOnly.MinValue, new TimeOnly(23, 59));
    }

    private CalendarSchedule Specific()
    {
        if (Next.Kind == K.Number)
            return ByMonthDays();
        var isEvery = Is(ScheduleWords.Every);
        var ordinals = isEvery
            ? CalendarSchedule.EveryOrdinal
            : List(static token => token.Kind == K.Ordinal ? token.Value : null, "\"every\", \"1st\" to \"5th\", \"first\" to \"fifth\" or a day of the month");
        var isDay = Is(ScheduleWords.Day);
        var weekdays = isDay
            ? CalendarSchedule.EveryWeekday
            : List(static token => Named(token, ScheduleWords.Weekdays), isEvery ? "a number, \"day\" or a weekday such as \"mon\" or \"monday\"" : "\"day\" or a weekday such as \"mon\" or \"monday\"");
        var months = Is(ScheduleWords.Of) ? Months() : CalendarSchedule.EveryMonth;
        var time = Time();

        // "2nd day of june" is the 2nd of June.
        return isDay && !isEvery
            ? new CalendarSchedule(months, ordinals, default, default, time)
            : new CalendarSchedule(months, default, weekdays, ordinals, time);
    }

    private CalendarSchedule ByMonthDays()
    {
        var first = Next;
        var days = List(
            static token => token.Kind != K.Number ? null
                : token.Value is >= 1 and <= 31 ? token.Value
                : throw Wrong(token, $"The day {token.Text} is in no month.", "Expected are days from 1 to 31."),
            "a day of the month");
        if (!Is(ScheduleWords.Of))
            throw Unexpected("\",\" or \"of\"");
        var months = Months();
        if (!months.Numbers().Any(month => days.Numbers().Any(day => day <= DateTime.DaysInMonth(2024, month))))
            throw Wrong(first, "None of these months has such a day.", "Expected is a day that at least one of them has.");
        return new CalendarSchedule(months, days, default, default, Time());
    }

    private NumberSet Months()
    {
        if (Is(ScheduleWords.Month))
            return CalendarSchedule.EveryMonth;
        if (Is(ScheduleWords.Quarter))
            return OfQuarter(NumberSet.Of(1));
        if (Next.Kind != K.Ordinal)
            return List(static token => Named(token, ScheduleWords.Months), "\"month\", \"quarter\", \"1st\" to \"3rd\" or a month such as \"jan\" or \"january\"");
        var ordinals = List(
            static token => token.Kind != K.Ordinal ? null
                : token.Value <= 3 ? token.Value
                : throw Wrong(token, $"A quarter has no {token.Text} month.", "Expected is \"1st\", \"2nd\" or \"3rd\"."),
            "\"1st\", \"2nd\" or \"3rd\"");
        foreach (var word in new[] { ScheduleWords.Month, ScheduleWords.Of, ScheduleWords.Quarter })
        {
            if (!Is(word))
                throw Unexpected($"\"{word}\"");
        }

        return OfQuarter(ordinals);
    }

    private static NumberSet OfQuarter(NumberSet ordinals) =>
        NumberSet.Of([.. Enumerable.Range(0, 4).SelectMany(quarter => ordinals.Numbers().Select(month => (quarter * 3) + month))]);

    private NumberSet List(Func<ScheduleToken, int?> read, string expected)
    {
        var set = default(NumberSet);
        while (true)
        {
            set = set.With(read(Next) ?? throw Unexpected(expected));
            _next++;
            if (Next.Kind != K.Comma)
                return set;
            _next++;
        }
    }

    private static int? Named(ScheduleToken token, FrozenDictionary<string, int> names) =>
        token.Kind == K.Word && names.TryGetValue(token.Text, out var number) ? number : null;

    private TimeOnly Time() => TimeOnly.MinValue.AddMinutes(Take(K.Time, "a time from 00:00 to 23:59").Value);

    private ScheduleToken Take(K kind, string expected) => Next.Kind == kind ? _tokens[_next++] : throw Unexpected(expected);

    private bool Is(string word)
    {
        var isIt = Next.Kind == K.Word && Next.Text == word;
        if (isIt)
            _next++;
        return isIt;
    }

    private Misread Unexpected(string expected) => new(new ScheduleError(
        Next.Column,
        Next.Kind == K.End ? "The schedule ends too early." : $"\"{Next.Text}\" {Next.Problem ?? "does not belong here"}.",
        $"Expected is {expected}."));

    private static Misread Wrong(ScheduleToken token, string message, string expected) => new(new ScheduleError(token.Column, message, expected));

    private sealed class Misread(ScheduleError error) : Exception
    {
        public ScheduleError Error { get; } = error;
    }
}
