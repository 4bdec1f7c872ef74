using System.Globalization;
using System.Text.Json;

namespace Actors.Cli.Output;

/// <summary>Reads fields of what the silo answered; what is not there, or null, is a dash.</summary>
internal static class Fields
{
    private const string Nothing = "-";

    /// <summary>A field, or null when it is not there or null.</summary>
    public static JsonElement? Field(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A field as text.</summary>
    public static string Text(this JsonElement row, string name) => row.Field(name)?.ToString() ?? Nothing;

    /// <summary>Whether a field is true.</summary>
    public static bool Is(this JsonElement row, string name) => row.Field(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A number, or null.</summary>
    public static double? Number(this JsonElement row, string name) => row.Field(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>A number in words.</summary>
    public static string Number(this JsonElement row, string name, Func<double, string> words) => row.Number(name) is { } number ? words(number) : Nothing;

    /// <summary>An instant, or null.</summary>
    public static DateTimeOffset? Instant(this JsonElement row, string name) =>
        row.Field(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var instant) ? instant : null;

    /// <summary>An instant in UTC.</summary>
    public static string Time(this JsonElement row, string name) => row.Instant(name)?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>How long ago an instant was.</summary>
    public static string Age(this JsonElement row, string name, TimeProvider time) => row.Instant(name) is { Year: > 1 } instant ? Words.Time(Max(time.GetUtcNow() - instant)) : Nothing;

    /// <summary>An array's texts.</summary>
    public static IEnumerable<string> Texts(this JsonElement row, string name) => row.Field(name)?.EnumerateArray().Select(static each => each.ToString()) ?? [];

    /// <summary>Shares of traffic, the largest first: <c>v1 90 %, v2 10 %</c>.</summary>
    public static string Shares(this JsonElement row, string name) => row.Field(name) is { } shares
        ? string.Join(", ", shares.EnumerateObject().OrderByDescending(static share => share.Value.GetDouble()).ThenBy(static share => share.Name, StringComparer.Ordinal)
            .Select(static share => $"{share.Name} {Words.Percent(share.Value.GetDouble())}"))
        : Nothing;

    private static TimeSpan Max(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
