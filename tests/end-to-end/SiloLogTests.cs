using System.Text.Json;
using Actors.Silo;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Actors.EndToEnd.Tests;

/// <summary>The silo's own log, line by line.</summary>
public class SiloLogTests
{
    [Theory]
    [InlineData(LogLevel.Information, false, "12:00:00.123 INFO  shop/default/1: hello\n")]
    [InlineData(LogLevel.Warning, false, "12:00:00.123 WARN  shop/default/1: hello\n")]
    [InlineData(LogLevel.Error, false, "12:00:00.123 ERROR shop/default/1: hello\n")]
    [InlineData(LogLevel.Critical, false, "12:00:00.123 CRIT  shop/default/1: hello\n")]
    [InlineData(LogLevel.Debug, false, "12:00:00.123 DEBUG Actors.Room[1200] shop/default/1: hello\n")]
    [InlineData(LogLevel.Information, true, "12:00:00.123 INFO  Actors.Room[1200] shop/default/1: hello\n")]
    public void A_line_is_time_level_and_text_and_only_for_debugging_where_it_comes_from(LogLevel level, bool detailed, string line) =>
        Assert.Equal(line, Format(Lines(detailed: detailed), level, "shop/default/1: hello"));

    [Fact]
    public void Nothing_an_app_says_passes_for_a_line_or_drives_the_terminal() =>
        Assert.Equal(
            "12:00:00.123 WARN  a: \\x1b[2J\n                   12:00:00.123 ERROR forged\n                   \\u202ex\n",
            Format(Lines(), LogLevel.Warning, "a: \e[2J\r\n12:00:00.123 ERROR forged\n\u202ex\n"));

    [Fact]
    public void An_exception_stands_below_its_line() =>
        Assert.Equal(
            "12:00:00.123 ERROR failed\n                   System.InvalidOperationException: why\n",
            Format(Lines(), LogLevel.Error, "failed", new InvalidOperationException("why")));

    [Fact]
    public void Only_a_terminal_gets_colours() =>
        Assert.Equal("\e[2m12:00:00.123 \e[0m\e[31mERROR \e[0mx\n", Format(Lines(colours: true), LogLevel.Error, "x"));

    [Fact]
    public void Json_has_what_the_line_leaves_out()
    {
        var line = Format(new JsonLogs(new Noon()), LogLevel.Warning, "a\n\e[2J", new InvalidOperationException("why"));

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        Assert.Equal(
            ("2026-11-20T12:00:00.123000Z", "WARNING", "Actors.Room", 1200, "a\n\e[2J", "shop/default/1"),
            (root.GetProperty("time").GetString(), root.GetProperty("severity").GetString(), root.GetProperty("category").GetString(), root.GetProperty("eventId").GetInt32(),
                root.GetProperty("message").GetString(), root.GetProperty("values").GetProperty("Version").GetString()));
        Assert.Contains("why", root.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    private static LineLogs Lines(bool colours = false, bool detailed = false) => new(new Noon(), Options.Create(new LineLogsOptions { Colours = colours, Detailed = detailed }));

    private static string Format(ConsoleFormatter formatter, LogLevel level, string text, Exception? failure = null)
    {
        using var to = new StringWriter();
        KeyValuePair<string, object?>[] state = [new("Version", "shop/default/1"), new("{OriginalFormat}", "{Version}: {Text}")];
        formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(level, "Actors.Room", 1200, state, failure, (_, _) => text), null, to);
        return to.ToString();
    }

    private sealed class Noon : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);
    }
}
