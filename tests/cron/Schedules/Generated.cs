using System.Globalization;

namespace Actors.Cron.Tests;

/// <summary>Random texts of the grammar, and zones.</summary>
internal static class Generated
{
    public const int Seed = 20260306;

    private static readonly string[] Ordinals = ["1st", "first", "2nd", "second", "3rd", "third", "4th", "fourth", "5th", "fifth"];
    private static readonly string[] Weekdays = ["mon", "monday", "tue", "tuesday", "wed", "wednesday", "thu", "thursday", "fri", "friday", "sat", "saturday", "sun", "sunday"];
    private static readonly string[] Months =
    [
        "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july", "aug", "august", "sep", "september", "oct", "october", "nov", "november", "dec", "december",
    ];

    private static readonly string[] Zones =
    [
        "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Chatham", "Europe/Dublin", "Asia/Tehran", "America/Havana",
        "Africa/Cairo", "Asia/Beirut", "America/St_Johns", "Antarctica/Troll", "Pacific/Apia", "America/Scoresbysund",
    ];

    public static ZoneClock Zone(Random random) => ZoneClock.Of(Pick(random, Zones));

    public static string Schedule(Random random) => random.Next(5) switch
    {
        0 => $"every {random.Next(1, 3000)} {Pick(random, "mins", "minutes", "hours")}",
        1 => $"every {random.Next(1, 1500)} minutes from {Time(random)} to {Time(random)}",
        2 => $"every {Pick(random, "1", "2", "3", "4", "6", "8", "12", "24")} hours synchronized",
        3 => $"{Some(random, 3, _ => random.Next(1, 29).ToString(CultureInfo.InvariantCulture))} of {MonthText(random)} {Time(random)}",
        _ => $"{(random.Next(2) == 0 ? "every" : Some(random, 3, _ => Pick(random, Ordinals)))} {(random.Next(4) == 0 ? "day" : Some(random, 3, _ => Pick(random, Weekdays)))}"
            + $"{(random.Next(2) == 0 ? "" : $" of {MonthText(random)}")} {Time(random)}",
    };

    private static string MonthText(Random random) => random.Next(4) switch
    {
        0 => "month",
        1 => "quarter",
        2 => $"{Some(random, 2, _ => Ordinals[random.Next(6)])} month of quarter",
        _ => Some(random, 4, _ => Pick(random, Months)),
    };

    private static string Time(Random random)
    {
        var hour = random.Next(3) == 0 ? random.Next(4) : random.Next(24);
        return $"{(hour < 10 && random.Next(2) == 0 ? $"{hour}" : $"{hour:00}")}:{random.Next(60):00}";
    }

    private static string Some(Random random, int most, Func<int, string> one) => string.Join(random.Next(2) == 0 ? "," : " , ", Enumerable.Range(0, random.Next(1, most + 1)).Select(one));

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];
}
