using System.Text.Json;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Logging;

public class JsonFormatTests
{
    [Fact]
    public void A_request_is_one_object_with_the_names_of_App_Engines_entries() =>
        Assert.Equal(
            "{\"appId\":\"shop\",\"moduleId\":\"default\",\"versionId\":\"1\",\"requestId\":\"" + RequestId + "\",\"ip\":\"192.0.2.7\",\"nickname\":\"ann\","
            + "\"startTime\":\"2026-06-27T16:11:47.123000Z\",\"endTime\":\"2026-06-27T16:11:47.318400Z\",\"latency\":\"0.195400s\",\"megaCycles\":\"50\","
            + "\"method\":\"GET\",\"resource\":\"/hello?name=x\",\"httpVersion\":\"HTTP/1.1\",\"status\":200,\"responseSize\":\"414\","
            + "\"referrer\":\"http://www.example.com/index.html\",\"userAgent\":\"Mozilla/5.0 (X11)\",\"urlMapEntry\":\"main.app\",\"host\":\"shop.example.com\","
            + "\"pendingTime\":\"0.017000s\",\"wasLoadingRequest\":true,\"instanceIndex\":-1,\"instanceId\":\"00c61b117c\",\"finished\":true,"
            + "\"line\":[{\"time\":\"2026-06-27T16:11:47.124000Z\",\"severity\":\"INFO\",\"logMessage\":\"hello\"}],\"appEngineRelease\":\"0.1.0\"}\n",
            Records.Json().Format(Records.Whole));

    [Fact]
    public void An_instance_with_a_number_has_it_as_its_index() =>
        Assert.Contains("\"instanceIndex\":3,", Records.Json().Format(Records.Whole with { InstanceNumber = 3 }), StringComparison.Ordinal);

    [Theory]
    [InlineData(AppLogLevel.Debug, "DEBUG")]
    [InlineData(AppLogLevel.Info, "INFO")]
    [InlineData(AppLogLevel.Warning, "WARNING")]
    [InlineData(AppLogLevel.Error, "ERROR")]
    [InlineData(AppLogLevel.Critical, "CRITICAL")]
    public void Lines_have_the_severities_of_Cloud_Logging(AppLogLevel level, string severity)
    {
        using var json = JsonDocument.Parse(Records.Json().Format(Records.Whole with { AppLines = [new AppLogLine(level, Records.Moment, "a\nb\u2028\"\e")] }));
        var line = Assert.Single(json.RootElement.GetProperty("line").EnumerateArray());
        Assert.Equal((severity, "a\nb\u2028\"\e"), (line.GetProperty("severity").GetString(), line.GetProperty("logMessage").GetString()));
    }

    [Fact]
    public void What_the_platform_says_is_a_line_and_a_client_that_went_away_left_the_request_unfinished()
    {
        using var json = JsonDocument.Parse(Records.Json().Format(Records.Whole with { AppLines = [], PlatformLine = "No worker.", IsAbandoned = true }));
        Assert.Equal("No worker.", Assert.Single(json.RootElement.GetProperty("line").EnumerateArray()).GetProperty("logMessage").GetString());
        Assert.False(json.RootElement.GetProperty("finished").GetBoolean());
    }

    [Fact]
    public void Requests_without_an_app_have_ids_too_and_each_its_own()
    {
        var format = Records.Json();
        var ids = Enumerable.Range(0, 3).Select(_ => JsonDocument.Parse(format.Format(Records.Whole with { Id = default, Deployment = null })).RootElement.GetProperty("requestId").GetString()).ToArray();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(64, id!.Length));
    }

    [Fact]
    public void Requests_that_are_missing_are_an_object_too()
    {
        using var json = JsonDocument.Parse(Records.Json().FormatDropped(12));
        Assert.Equal(12, json.RootElement.GetProperty("dropped").GetInt64());
    }

    private static string RequestId { get; } = $"{(Records.Moment - DateTimeOffset.UnixEpoch).Ticks / 10:x16}{7:x16}{5:x32}";
}
