using System.Buffers;
using System.Globalization;
using System.Text;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Logging;

/// <summary>
/// Writes a request for people:
/// <code>
/// 21:57:42.123 200    13 B    0.4 ms GET /hello?name=x  (hello/1)
///                 21:57:42.123 INFO  what the app logged
/// </code>
/// Control characters appear as \x1b: nothing that a client or an app says can drive the terminal or pass for a line of its own.
/// </summary>
/// <param name="zone">The zone of the times.</param>
/// <param name="colours">For a terminal.</param>
internal sealed class RequestLineFormat(TimeZoneInfo zone, bool colours)
{
    private const string Indent = "                 ";
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";

    // The bounds of one line: longer ones say how much is missing.
    private const int LongestLine = 8 * 1024;
    private const int MostLines = 1000;

    /// <summary>Writes one request and what the app logged during it.</summary>
    public void Write(RequestRecord record, IBufferWriter<byte> to)
    {
        Time(record.Time, to);
        Status(record.Status, to);
        Size(record.ResponseBytes, to);
        Latency(record.Latency, to);
        Text(record.Method, to);
        to.Write(" "u8);
        Text(record.Resource, to);
        Raw(colours ? Dim : "", to);
        to.Write("  ("u8);
        Text(record.Version, to);
        to.Write(")"u8);
        Raw(colours ? Reset : "", to);
        to.Write("\n"u8);
        Lines(record, to);
        if (record.PlatformLine is { } platform)
            Line(record.Time, AppLogLevel.Error, platform, to);
    }

    /// <summary>Writes how many requests the log had to leave out.</summary>
    public void WriteDropped(long dropped, IBufferWriter<byte> to) =>
        Raw(string.Create(CultureInfo.InvariantCulture, $"{(colours ? Yellow : "")}... {dropped} requests are not shown: they came faster than they could be written{(colours ? Reset : "")}\n"), to);

    private void Lines(RequestRecord record, IBufferWriter<byte> to)
    {
        for (var i = 0; i < Math.Min(record.AppLines.Count, MostLines); i++)
            Line(record.AppLines[i].Time, record.AppLines[i].Level, record.AppLines[i].Text, to);
        if (record.AppLines.Count > MostLines)
            Line(record.Time, AppLogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{record.AppLines.Count - MostLines} more lines"), to);
    }

    private void Line(DateTimeOffset time, AppLogLevel level, string text, IBufferWriter<byte> to)
    {
        Raw(Indent, to);
        Time(time, to);
        var (colour, name) = level switch
        {
            AppLogLevel.Debug => (Dim, "DEBUG "),
            AppLogLevel.Info => ("", "INFO  "),
            AppLogLevel.Warning => (Yellow, "WARN  "),
            AppLogLevel.Error => (Red, "ERROR "),
            _ => (Red, "CRIT  "),
        };
        Raw(colours ? colour : "", to);
        Raw(name, to);
        var shown = text.Length <= LongestLine ? text.AsSpan().TrimEnd() : text.AsSpan(0, LongestLine);
        var first = true;
        foreach (var part in shown.Split('\n'))
        {
            if (!first)
            {
                to.Write("\n"u8);
                Raw(Indent, to);
                to.Write("  "u8);
            }

            first = false;
            Text(shown[part].TrimEnd('\r'), to);
        }

        if (text.Length > LongestLine)
            Raw(string.Create(CultureInfo.InvariantCulture, $" ... ({text.Length - LongestLine} more characters)"), to);
        Raw(colours && colour.Length > 0 ? Reset : "", to);
        to.Write("\n"u8);
    }

    private void Time(DateTimeOffset time, IBufferWriter<byte> to)
    {
        Raw(colours ? Dim : "", to);
        var span = to.GetSpan(16);
        TimeZoneInfo.ConvertTime(time, zone).TryFormat(span, out var written, "HH:mm:ss.fff ", CultureInfo.InvariantCulture);
        to.Advance(written);
        Raw(colours ? Reset : "", to);
    }

    private static void Size(long bytes, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(32);
        var (value, unit) = bytes < 100_000 ? (bytes, "B ") : bytes < 100_000_000 ? (bytes / 1024, "KB") : (bytes / (1024 * 1024), "MB");
        System.Text.Unicode.Utf8.TryWrite(span, CultureInfo.InvariantCulture, $"{value,6} {unit} ", out var written);
        to.Advance(written);
    }

    private static void Latency(TimeSpan latency, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(32);
        System.Text.Unicode.Utf8.TryWrite(span, CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds,7:F1} ms ", out var written);
        to.Advance(written);
    }

    private void Status(int status, IBufferWriter<byte> to)
    {
        Raw(colours ? StatusColour(status) : "", to);
        var span = to.GetSpan(16);
        status.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
        Raw(colours ? Reset : "", to);
        to.Write(" "u8);
    }

    private static string StatusColour(int status) => status switch
    {
        >= 500 => Red,
        >= 400 => Yellow,
        >= 300 => Cyan,
        _ => Green,
    };

    /// <summary>Text from outside: control characters are made visible.</summary>
    private static void Text(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        while (!text.IsEmpty)
        {
            var control = text.IndexOfAnyInRange('\0', '\x1f');
            var other = text.IndexOfAnyInRange('\x7f', '\x9f');
            var at = control < 0 ? other : other < 0 ? control : Math.Min(control, other);
            Raw(at < 0 ? text : text[..at], to);
            if (at < 0)
                return;
            if (text[at] == '\t')
                to.Write("\t"u8);
            else
                Raw(string.Create(CultureInfo.InvariantCulture, $"\\x{(int)text[at]:x2}"), to);
            text = text[(at + 1)..];
        }
    }

    private static void Raw(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        if (text.IsEmpty)
            return;
        var span = to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        to.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
