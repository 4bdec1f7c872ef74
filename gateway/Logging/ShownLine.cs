using System.Globalization;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Logging;

/// <summary>A line below a request: the app's, within App Engine's bounds (1000 lines of 8 KB; what is missing is said), or the platform's.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Text">The text as far as it is shown; may have several lines, does not end with one.</param>
/// <param name="Rest">What to say of the text that is not shown; empty when all is.</param>
internal readonly record struct ShownLine(DateTimeOffset Time, AppLogLevel Level, ReadOnlyMemory<char> Text, string Rest)
{
    private const int LongestLine = 8 * 1024;
    private const int MostLines = 1000;

    /// <summary>The lines of a request, the app's first.</summary>
    public static IEnumerable<ShownLine> Of(RequestRecord record) => record is { AppLines.Count: 0, PlatformLine: null } ? [] : All(record);

    private static IEnumerable<ShownLine> All(RequestRecord record)
    {
        for (var i = 0; i < Math.Min(record.AppLines.Count, MostLines); i++)
            yield return Of(record.AppLines[i].Time, record.AppLines[i].Level, record.AppLines[i].Text);
        if (record.AppLines.Count > MostLines)
            yield return Of(record.Time, AppLogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{record.AppLines.Count - MostLines} more lines"));
        if (record.PlatformLine is { } platform)
            yield return Of(record.Time, AppLogLevel.Error, platform);
    }

    private static ShownLine Of(DateTimeOffset time, AppLogLevel level, string text) => text.Length <= LongestLine
        ? new ShownLine(time, level, text.AsMemory().TrimEnd(), "")
        : new ShownLine(time, level, text.AsMemory(0, LongestLine), string.Create(CultureInfo.InvariantCulture, $" ... ({text.Length - LongestLine} more characters)"));
}
