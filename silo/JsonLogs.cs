using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Actors.Silo;

/// <summary>Writes the silo's log as one JSON object per line: time, severity, category, eventId, message, the message's values by their names, exception.</summary>
internal sealed class JsonLogs(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that the console logger finds it by.</summary>
    public const string FormatterName = "json-lines";

    private const string OriginalFormat = "{OriginalFormat}";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("severity"u8, Severity(logEntry.LogLevel));
            json.WriteString("category"u8, logEntry.Category);
            json.WriteNumber("eventId"u8, logEntry.EventId.Id);
            json.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
            Values(logEntry.State as IEnumerable<KeyValuePair<string, object?>>, json);
            if (logEntry.Exception is { } failure)
                json.WriteString("exception"u8, failure.ToString());
            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Values(IEnumerable<KeyValuePair<string, object?>>? values, Utf8JsonWriter json)
    {
        json.WriteStartObject("values"u8);
        foreach (var (name, value) in values ?? [])
        {
            if (name != OriginalFormat)
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static string Severity(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
