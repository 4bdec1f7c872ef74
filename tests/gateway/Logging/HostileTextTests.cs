using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Actors.Gateway.Logging;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Logging;

/// <summary>Whatever clients and apps say: seeded random text, dense in what is dangerous.</summary>
public class HostileTextTests
{
    private const int Rounds = 3000;

    private static readonly string[] Pieces =
    [
        "\n", "\r", "\r\n", "\t", "\e[2J", "\e]0;x\a", "\u009b31m", "\0", "\x7f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\"", "\\", "\\\"", " ", "' ", "#", "{", "\",\"status\":200,\"",
        "\" 200 5 \"-\" \"-\"", "\n127.0.0.1 - - [", "12:00:00.123 200", "3:1.0 ", "\ud800", "\udc00", "\U0001f600", "é", "x", "abc", "%0a",
    ];

    [Fact]
    public void Text_for_people_has_one_line_per_request_and_indented_ones_below_it() => ForEachRecord((record, round) =>
    {
        var text = new RequestLineFormat(TimeZoneInfo.Utc, colours: false).Format(record);
        Harmless(text, round);
        var lines = text.Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} \d{3} ", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("                 ", line, StringComparison.Ordinal));
    });

    [Fact]
    public void The_combined_form_has_exactly_its_fields() => ForEachRecord((record, round) =>
    {
        var text = Records.Combined().Format(record);
        Harmless(text, round);
        var lines = text.Split('\n');
        const string Quoted = "\"((?:[^\"\\\\]|\\\\.)*)\"";
        var match = Regex.Match(lines[0], $"^192\\.0\\.2\\.7 - (\\S+) \\[[^\\]]+\\] {Quoted} 200 414 {Quoted} {Quoted} {Quoted} ms=\\d+ cpu_ms=\\d+ cpm_usd=[\\d.]+ pending_ms=17 loading_request=1 instance=00c61b117c app_engine_release=0.1.0$");
        Assert.True(match.Success, $"round {round}: {lines[0]}");
        Assert.Equal(WithoutSurrogates(record.UserAgent), Unescaped(match.Groups[4].Value));
        Assert.All(lines[1..^1], line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.Equal(record.AppLines.Count, lines[1..^1].Count(line => Regex.IsMatch(line, @"^\t[0-4]:\d+\.\d{6} ")));
    });

    [Fact]
    public void Json_is_one_line_that_says_the_same_again() => ForEachRecord((record, round) =>
    {
        var text = Records.Json().Format(record);
        Harmless(text, round);
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.All(text, c => Assert.True(char.IsAscii(c)));
        using var json = JsonDocument.Parse(text);
        Assert.Equal(1, json.RootElement.EnumerateObject().Count(property => property.NameEquals("status")));
        Assert.Equal(WithoutSurrogates(record.UserAgent), json.RootElement.TryGetProperty("userAgent", out var agent) ? agent.GetString() : "");
        Assert.Equal(WithoutSurrogates(record.Resource), json.RootElement.GetProperty("resource").GetString());
        Assert.Equal(
            record.AppLines.Select(line => WithoutSurrogates(line.Text.TrimEnd())),
            json.RootElement.TryGetProperty("line", out var lines) ? lines.EnumerateArray().Select(line => line.GetProperty("logMessage").GetString()) : []);
    });

    private static void Harmless(string text, int round) => Assert.False(
        text.Any(c => c is not '\n' and not '\t' && (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e' or '\u2066' or '\ufeff')), $"round {round}: {JsonSerializer.Serialize(text)}");

    private static void ForEachRecord(Action<RequestRecord, int> check)
    {
        var random = new Random(20260627);
        for (var round = 0; round < Rounds; round++)
        {
            check(
                Records.Whole with
                {
                    Method = Word(random),
                    Resource = Word(random),
                    Host = "h" + Word(random),
                    Referrer = "r" + Word(random),
                    UserAgent = "u" + Word(random),
                    Nickname = "n" + Word(random),
                    Protocol = Word(random),
                    UrlMapEntry = Word(random),
                    Version = Word(random),
                    AppLines = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new AppLogLine((AppLogLevel)random.Next(5), Records.Moment, Word(random)))],
                },
                round);
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    // What cannot be written as UTF-8 is replaced.
    private static string WithoutSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Unescaped(string text) => Regex.Replace(
        text,
        @"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)",
        match => match.Value[1] switch
        {
            'x' or 'u' => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString(),
            't' => "\t",
            var c => c.ToString(),
        });
}
