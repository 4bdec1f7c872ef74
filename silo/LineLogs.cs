using System.Globalization;
using Actors.Gateway.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Actors.Silo;

/// <summary>How <see cref="LineLogs"/> writes.</summary>
internal sealed class LineLogsOptions : ConsoleFormatterOptions
{
    /// <summary>For a terminal. Default false.</summary>
    public bool Colours { get; set; }

    /// <summary>Where each line comes from is said as well. Default false: only of lines below information.</summary>
    public bool Detailed { get; set; }
}

/// <summary>
/// Writes the silo's log for people, in the columns of the request log:
/// <code>
/// 21:57:42.123 INFO  shop/default/1: instance a1 started, process 4711, ready in 6.1 ms
/// 21:57:43.001 WARN  shop/default/1: what the app logged outside a request
///                    and its second line
/// </code>
/// </summary>
internal sealed class LineLogs(TimeProvider time, IOptions<LineLogsOptions> options) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that the console logger finds it by.</summary>
    public const string FormatterName = "line";

    private const string Indent = "                   ";
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";
    private readonly LineLogsOptions _options = options.Value;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } failure)
            text = $"{text}\n{failure}";
        var (name, colour) = Level(logEntry.LogLevel);
        Coloured(textWriter, Dim, string.Create(CultureInfo.InvariantCulture, $"{time.GetLocalNow():HH:mm:ss.fff} "));
        Coloured(textWriter, colour, name);
        if (_options.Detailed || logEntry.LogLevel < LogLevel.Information)
            Coloured(textWriter, Dim, string.Create(CultureInfo.InvariantCulture, $"{logEntry.Category}[{logEntry.EventId.Id}] "));
        var first = true;
        foreach (var part in text.AsSpan().TrimEnd().Split('\n'))
        {
            if (!first)
                textWriter.Write("\n" + Indent);
            first = false;
            textWriter.Write(LogText.Harmless(text.AsSpan()[part].TrimEnd('\r')));
        }

        textWriter.Write('\n');
    }

    private void Coloured(TextWriter to, string colour, string text)
    {
        var wanted = _options.Colours && colour.Length > 0;
        to.Write(wanted ? colour : "");
        to.Write(text);
        to.Write(wanted ? Reset : "");
    }

    private static (string Name, string Colour) Level(LogLevel level) => level switch
    {
        LogLevel.Trace => ("TRACE ", Dim),
        LogLevel.Debug => ("DEBUG ", Dim),
        LogLevel.Information => ("INFO  ", ""),
        LogLevel.Warning => ("WARN  ", "\e[33m"),
        LogLevel.Error => ("ERROR ", "\e[31m"),
        _ => ("CRIT  ", "\e[31m"),
    };
}
