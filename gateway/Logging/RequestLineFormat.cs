using System.Buffers;
using System.Globalization;
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
internal sealed class RequestLineFormat(TimeZoneInfo zone, bool colours) : IRequestFormat
{
    private const string Indent = "                 ";
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";

    /// <inheritdoc/>
    public void Write(RequestRecord record, IBufferWriter<byte> to)
    {
        Time(record.Time, to);
        Status(record.Status, to);
        Size(record.ResponseBytes, to);
        Latency(record.Latency, to);
        LogText.Write(record.Method, to);
        to.Write(" "u8);
        LogText.Write(record.Resource, to);
        LogText.Raw(colours ? Dim : "", to);
        to.Write("  ("u8);
        LogText.Write(record.Version, to);
        if (record.Nickname is { } nickname)
        {
            to.Write(", "u8);
            LogText.Write(nickname, to);
        }

        to.Write(")"u8);
        LogText.Raw(colours ? Reset : "", to);
        to.Write("\n"u8);
        foreach (var line in ShownLine.Of(record))
            Line(line, to);
    }

    /// <inheritdoc/>
    public void WriteDropped(long dropped, DateTimeOffset time, IBufferWriter<byte> to) =>
        LogText.Raw(string.Create(CultureInfo.InvariantCulture, $"{(colours ? Yellow : "")}... {dropped} requests are not shown: they came faster than they could be written{(colours ? Reset : "")}\n"), to);

    private void Line(ShownLine line, IBufferWriter<byte> to)
    {
        LogText.Raw(Indent, to);
        Time(line.Time, to);
        var (colour, name) = line.Level switch
        {
            AppLogLevel.Debug => (Dim, "DEBUG "),
            AppLogLevel.Info => ("", "INFO  "),
            AppLogLevel.Warning => (Yellow, "WARN  "),
            AppLogLevel.Error => (Red, "ERROR "),
            _ => (Red, "CRIT  "),
        };
        LogText.Raw(colours ? colour : "", to);
        LogText.Raw(name, to);
        var shown = line.Text.Span;
        var first = true;
        foreach (var part in shown.Split('\n'))
        {
            if (!first)
            {
                to.Write("\n"u8);
                LogText.Raw(Indent, to);
                to.Write("  "u8);
            }

            first = false;
            LogText.Write(shown[part].TrimEnd('\r'), to);
        }

        LogText.Raw(line.Rest, to);
        LogText.Raw(colours && colour.Length > 0 ? Reset : "", to);
        to.Write("\n"u8);
    }

    private void Time(DateTimeOffset time, IBufferWriter<byte> to)
    {
        LogText.Raw(colours ? Dim : "", to);
        var span = to.GetSpan(16);
        TimeZoneInfo.ConvertTime(time, zone).TryFormat(span, out var written, "HH:mm:ss.fff ", CultureInfo.InvariantCulture);
        to.Advance(written);
        LogText.Raw(colours ? Reset : "", to);
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
        LogText.Raw(colours ? StatusColour(status) : "", to);
        var span = to.GetSpan(16);
        status.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
        LogText.Raw(colours ? Reset : "", to);
        to.Write(" "u8);
    }

    private static string StatusColour(int status) => status switch
    {
        >= 500 => Red,
        >= 400 => Yellow,
        >= 300 => Cyan,
        _ => Green,
    };
}
