using System.Collections.Frozen;

namespace Actors.Configuration;

/// <summary>The words of the schedule language. Lower case only.</summary>
internal static class ScheduleWords
{
    public const string Every = "every";
    public const string Of = "of";
    public const string Day = "day";
    public const string Month = "month";
    public const string Quarter = "quarter";
    public const string From = "from";
    public const string To = "to";
    public const string Synchronized = "synchronized";

    /// <summary>Weekdays, 0 is Sunday.</summary>
    public static readonly FrozenDictionary<string, int> Weekdays = Names(0, "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    /// <summary>Months, 1 is January.</summary>
    public static readonly FrozenDictionary<string, int> Months =
        Names(1, "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december");

    /// <summary>Units of intervals, in minutes.</summary>
    public static readonly FrozenDictionary<string, int> Periods = new Dictionary<string, int> { ["hours"] = 60, ["mins"] = 1, ["minutes"] = 1 }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All of them but the ordinals.</summary>
    public static readonly FrozenSet<string> All =
        new[] { Every, Of, Day, Month, Quarter, From, To, Synchronized }.Concat(Weekdays.Keys).Concat(Months.Keys).Concat(Periods.Keys).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, int> Names(int first, params string[] names) =>
        names.SelectMany((name, index) => new[] { name, name[..3] }.Distinct().Select(each => KeyValuePair.Create(each, first + index))).ToFrozenDictionary(StringComparer.Ordinal);
}
