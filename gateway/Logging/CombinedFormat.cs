using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Unicode;

namespace Actors.Gateway.Logging;

/// <summary>
/// Writes a request in App Engine's extended combined format, and below it what the app logged, as App Engine's log download has it:
/// <code>
/// 192.0.2.7 - ann [27/Jun/2026:09:11:47 -0700] "GET /x HTTP/1.1" 200 414 "http://a/" "Mozilla/5.0" "shop.example.com" ms=195 cpu_ms=42 cpm_usd=0.000050 loading_request=1 instance=i1 app_engine_release=0.1.0
/// TAB 1:1403885507.123456 what the app logged
/// </code>
/// Every further line of a message begins with a tab and a blank, so it passes for neither. Times are when the request came.
/// </summary>
/// <param name="zone">The zone of the times.</param>
/// <param name="release">What <c>app_engine_release</c> says.</param>
internal sealed class CombinedFormat(TimeZoneInfo zone, string release) : IRequestFormat
{
    // What App Engine asks for an hour of the smallest instance and a gigabyte sent, in US dollars: the estimate is for a thousand requests like this one.
    private const double InstanceHour = 0.05;
    private const double Gigabyte = 0.12;

    private readonly byte[] _time = new byte[32];
    private int _timeLength;
    private long _second = long.MinValue;

    /// <inheritdoc/>
    public void Write(RequestRecord record, IBufferWriter<byte> to)
    {
        Address(record.Client, to);
        to.Write(" - "u8);
        Nickname(record.Nickname, to);
        to.Write(" ["u8);
        Time(record.Time, to);
        to.Write("] \""u8);
        LogText.WriteQuoted(record.Method, to);
        to.Write(" "u8);
        LogText.WriteQuoted(record.Resource, to);
        to.Write(" "u8);
        LogText.WriteQuoted(record.Protocol, to);
        to.Write("\" "u8);
        Number(record.Status, to);
        to.Write(" "u8);
        Number(record.ResponseBytes, to);
        Quoted(record.Referrer, to);
        Quoted(record.UserAgent, to);
        Quoted(record.Host, to);
        Used(record, to);
        to.Write("\n"u8);
        foreach (var line in ShownLine.Of(record))
            Line(line, to);
    }

    /// <inheritdoc/>
    public void WriteDropped(long dropped, DateTimeOffset time, IBufferWriter<byte> to)
    {
        to.Write("# ["u8);
        Time(time, to);
        LogText.Raw(string.Create(CultureInfo.InvariantCulture, $"] {dropped} requests are missing here: they could not be written as fast as they came\n"), to);
    }

    private static void Line(ShownLine line, IBufferWriter<byte> to)
    {
        var microseconds = (line.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Utf8.TryWrite(to.GetSpan(64), CultureInfo.InvariantCulture, $"\t{(int)line.Level}:{microseconds / 1_000_000}.{microseconds % 1_000_000:000000} ", out var written);
        to.Advance(written);
        var text = line.Text.Span;
        var first = true;
        foreach (var part in text.Split('\n'))
        {
            if (!first)
                to.Write("\n\t "u8);
            first = false;
            LogText.Write(text[part].TrimEnd('\r'), to);
        }

        LogText.Raw(line.Rest, to);
        to.Write("\n"u8);
    }

    private void Used(RequestRecord record, IBufferWriter<byte> to)
    {
        var cost = 1000 * ((record.CpuMicroseconds / 3.6e9 * InstanceHour) + (record.ResponseBytes / 1e9 * Gigabyte));
        var span = to.GetSpan(128);
        Utf8.TryWrite(span, CultureInfo.InvariantCulture, $" ms={(long)record.Latency.TotalMilliseconds} cpu_ms={record.CpuMicroseconds / 1000} cpm_usd={cost:F6}", out var written);
        to.Advance(written);
        if (record.Pending.TotalMilliseconds is >= 1 and var pending)
        {
            to.Write(" pending_ms="u8);
            Number((long)pending, to);
        }

        if (record.IsLoadingRequest)
            to.Write(" loading_request=1"u8);
        to.Write(" instance="u8);
        LogText.Raw(record.Instance ?? "-", to);
        to.Write(" app_engine_release="u8);
        LogText.Raw(release, to);
    }

    // Many requests end in the same second: its text is made once.
    private void Time(DateTimeOffset time, IBufferWriter<byte> to)
    {
        var second = time.UtcTicks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            var local = TimeZoneInfo.ConvertTime(time, zone);
            var offset = local.Offset;
            Utf8.TryWrite(
                _time,
                CultureInfo.InvariantCulture,
                $"{local:dd/MMM/yyyy:HH:mm:ss} {(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{Math.Abs(offset.Minutes):00}",
                out _timeLength);
            _second = second;
        }

        to.Write(_time.AsSpan(0, _timeLength));
    }

    private static void Address(IPAddress? client, IBufferWriter<byte> to)
    {
        if (client is null)
        {
            to.Write("-"u8);
            return;
        }

        var shown = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        shown.TryFormat(to.GetSpan(64), out var written);
        to.Advance(written);
    }

    // A name stands without quotation marks, so blanks and quotation marks would be others' fields.
    private static void Nickname(string? nickname, IBufferWriter<byte> to)
    {
        if (string.IsNullOrEmpty(nickname))
            to.Write("-"u8);
        else
            LogText.WriteQuoted(nickname.Replace(' ', '_'), to);
    }

    private static void Quoted(string text, IBufferWriter<byte> to)
    {
        to.Write(" \""u8);
        if (text.Length == 0)
            to.Write("-"u8);
        else
            LogText.WriteQuoted(text, to);
        to.Write("\""u8);
    }

    private static void Number(long number, IBufferWriter<byte> to)
    {
        number.TryFormat(to.GetSpan(24), out var written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
    }
}
