using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Actors.Gateway.Requests;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Logging;

/// <summary>
/// Writes a request as one JSON object on one line, with the names, units and forms of App Engine's RequestLog in Cloud Logging: 64-bit integers are strings, times are
/// RFC 3339 in UTC, latency is in seconds with an <c>s</c>, and what the app logged is in <c>line</c>. Everything but ASCII is escaped.
/// </summary>
/// <param name="ids">Makes the ids of requests that no app was asked for.</param>
/// <param name="release">What <c>appEngineRelease</c> says.</param>
internal sealed class JsonFormat(RequestIds ids, string release) : IRequestFormat, IDisposable
{
    // App Engine counts processor time in cycles of its first machines.
    private const long CyclesPerMicrosecond = 1200;

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <inheritdoc/>
    public void Write(RequestRecord record, IBufferWriter<byte> to)
    {
        _json.Reset(to);
        _json.WriteStartObject();
        _json.WriteString("appId"u8, record.Deployment?.App ?? "");
        _json.WriteString("moduleId"u8, record.Deployment?.Service ?? "");
        _json.WriteString("versionId"u8, record.Deployment?.Version ?? "");
        Id(record);
        _json.WriteString("ip"u8, record.Client is { } client ? (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString() : "");
        if (!string.IsNullOrEmpty(record.Nickname))
            _json.WriteString("nickname"u8, record.Nickname);
        Time("startTime"u8, record.Time);
        Time("endTime"u8, record.Time + record.Latency);
        Seconds("latency"u8, record.Latency);
        Long("megaCycles"u8, record.CpuMicroseconds * CyclesPerMicrosecond / 1_000_000);
        _json.WriteString("method"u8, record.Method);
        _json.WriteString("resource"u8, record.Resource);
        _json.WriteString("httpVersion"u8, record.Protocol);
        _json.WriteNumber("status"u8, record.Status);
        Long("responseSize"u8, record.ResponseBytes);
        UnlessEmpty("referrer"u8, record.Referrer);
        UnlessEmpty("userAgent"u8, record.UserAgent);
        UnlessEmpty("urlMapEntry"u8, record.UrlMapEntry);
        _json.WriteString("host"u8, record.Host);
        if (record.Pending > TimeSpan.Zero)
            Seconds("pendingTime"u8, record.Pending);
        _json.WriteBoolean("wasLoadingRequest"u8, record.IsLoadingRequest);
        _json.WriteNumber("instanceIndex"u8, record.InstanceNumber ?? -1);
        UnlessEmpty("instanceId"u8, record.Instance ?? "");
        _json.WriteBoolean("finished"u8, !record.IsAbandoned);
        Lines(record);
        _json.WriteString("appEngineRelease"u8, release);
        End(to);
    }

    /// <inheritdoc/>
    public void WriteDropped(long dropped, DateTimeOffset time, IBufferWriter<byte> to)
    {
        _json.Reset(to);
        _json.WriteStartObject();
        Time("time"u8, time);
        _json.WriteNumber("dropped"u8, dropped);
        _json.WriteString("message"u8, string.Create(CultureInfo.InvariantCulture, $"{dropped} requests are not shown: they came faster than they could be written"));
        End(to);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Lines(RequestRecord record)
    {
        if (record is { AppLines.Count: 0, PlatformLine: null })
            return;
        _json.WriteStartArray("line"u8);
        foreach (var line in ShownLine.Of(record))
        {
            _json.WriteStartObject();
            Time("time"u8, line.Time);
            _json.WriteString("severity"u8, Severity(line.Level));
            if (line.Rest.Length == 0)
                _json.WriteString("logMessage"u8, line.Text.Span);
            else
                _json.WriteString("logMessage"u8, string.Concat(line.Text.Span, line.Rest));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Id(RequestRecord record)
    {
        Span<char> id = stackalloc char[RequestIds.LogIdLength];
        ids.WriteLogId(record.Id.Number > 0 ? record.Id : RequestIds.At(ids.Next(), record.Time), id);
        _json.WriteString("requestId"u8, id);
    }

    private void Time(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.ToUniversalTime().TryFormat(text, out var written, Instant, CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..written]);
    }

    private void Seconds(ReadOnlySpan<byte> name, TimeSpan span)
    {
        Span<char> text = stackalloc char[32];
        text.TryWrite(CultureInfo.InvariantCulture, $"{span.TotalSeconds:F6}s", out var written);
        _json.WriteString(name, text[..written]);
    }

    private void Long(ReadOnlySpan<byte> name, long number)
    {
        Span<char> text = stackalloc char[24];
        number.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..written]);
    }

    private void UnlessEmpty(ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
            _json.WriteString(name, text);
    }

    private void End(IBufferWriter<byte> to)
    {
        _json.WriteEndObject();
        _json.Flush();
        to.Write("\n"u8);
    }

    private static string Severity(AppLogLevel level) => level switch
    {
        AppLogLevel.Debug => "DEBUG",
        AppLogLevel.Info => "INFO",
        AppLogLevel.Warning => "WARNING",
        AppLogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
