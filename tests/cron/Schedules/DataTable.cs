using System.Globalization;

namespace Actors.Cron.Tests;

/// <summary>Rows of a file in Data/: columns parted by " | ", comments with #.</summary>
internal static class DataTable
{
    public static IEnumerable<string[]> Rows(string name) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", name))
        where line.Length > 0 && line[0] != '#'
        select line.Split(" | ");

    public static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Text(DateTimeOffset? instant) => instant is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "never";
}
