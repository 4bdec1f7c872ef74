using System.Globalization;

namespace Actors.Cli.Output;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    /// <summary>Text that cannot drive the terminal: control characters become spaces.</summary>
    public static string Plain(string text) => text.Any(char.IsControl) ? new string([.. text.Select(static character => char.IsControl(character) ? ' ' : character)]) : text;

    /// <summary>A state of the admin API: <c>not served</c> for <c>notServed</c>.</summary>
    public static string State(string state) => state == "notServed" ? "not served" : state;

    /// <summary>A share: <c>12.5 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    /// <summary>Bytes: <c>512 B</c>, <c>2.5 MB</c>.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var unit = 0;
        while (bytes >= 1000 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || bytes >= 100 ? $"{bytes:0}" : $"{bytes:0.0}")} {units[unit]}");
    }

    /// <summary>A length of time in its two largest units: <c>3 d 4 h</c>, <c>12 m</c>, <c>1.5 s</c>, <c>20 ms</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => Two(time.Days, "d", time.Hours, "h"),
        { TotalHours: >= 1 } => Two(time.Hours, "h", time.Minutes, "m"),
        { TotalMinutes: >= 1 } => Two(time.Minutes, "m", time.Seconds, "s"),
        { TotalSeconds: >= 10 } => $"{time.Seconds} s",
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalMilliseconds: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => "0 s",
    };

    /// <summary>How many there are: <c>1 service</c>, <c>2 services</c>.</summary>
    public static string Count(int number, string one) => number == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{number} {one}s");

    private static string Two(int large, string largeUnit, int small, string smallUnit) => small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
