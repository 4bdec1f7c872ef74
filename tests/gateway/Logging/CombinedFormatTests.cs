using System.Net;
using Actors.Gateway.Logging;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Logging;

public class CombinedFormatTests
{
    [Fact]
    public void A_line_has_App_Engines_fields_in_their_order() =>
        Assert.Equal(
            "192.0.2.7 - ann [27/Jun/2026:09:11:47 -0700] \"GET /hello?name=x HTTP/1.1\" 200 414 \"http://www.example.com/index.html\" \"Mozilla/5.0 (X11)\" \"shop.example.com\""
            + " ms=195 cpu_ms=42 cpm_usd=0.000633 pending_ms=17 loading_request=1 instance=00c61b117c app_engine_release=0.1.0\n"
            + "\t1:1782576707.124000 hello\n",
            Records.Combined().Format(Records.Whole));

    [Fact]
    public void What_is_not_known_is_a_hyphen_and_what_did_not_happen_is_left_out() =>
        Assert.Equal(
            "- - - [27/Jun/2026:09:11:47 -0700] \"GET / HTTP/2\" 404 0 \"-\" \"-\" \"-\" ms=0 cpu_ms=0 cpm_usd=0.000000 instance=- app_engine_release=0.1.0\n",
            Records.Combined().Format(new RequestRecord
            {
                Time = Records.Moment,
                Method = "GET",
                Resource = "/",
                Status = 404,
                ResponseBytes = 0,
                Latency = TimeSpan.FromMicroseconds(300),
                Version = "-",
                Protocol = "HTTP/2",
            }));

    [Theory]
    [InlineData(0, 0, "+0000")]
    [InlineData(5, 30, "+0530")]
    [InlineData(-3, -30, "-0330")]
    public void Times_have_the_offset_of_their_zone(int hours, int minutes, string shown)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("here", new TimeSpan(hours, minutes, 0), null, null);
        Assert.Contains($" {shown}] ", new CombinedFormat(zone, "0").Format(Records.Whole), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_second_is_another_time()
    {
        var format = Records.Combined();
        format.Format(Records.Whole);
        Assert.Contains("[27/Jun/2026:09:11:48 -0700]", format.Format(Records.Whole with { Time = Records.Moment.AddMilliseconds(900) }), StringComparison.Ordinal);
        Assert.Contains("[27/Jun/2026:09:11:47 -0700]", format.Format(Records.Whole), StringComparison.Ordinal);
    }

    [Fact]
    public void Quotation_marks_and_backslashes_stay_inside_their_field() =>
        Assert.Contains(
            "\"-\\\" 200 \\\\ \\x1b[2J\\x0a\\t\" \"shop", Records.Combined().Format(Records.Whole with { UserAgent = "-\" 200 \\ \e[2J\n\t" }), StringComparison.Ordinal);

    [Fact]
    public void A_name_with_blanks_is_one_field() =>
        Assert.StartsWith("192.0.2.7 - ann_[b]_\\\"x\\\" [", Records.Combined().Format(Records.Whole with { Nickname = "ann [b] \"x\"" }), StringComparison.Ordinal);

    [Fact]
    public void An_IPv4_client_on_an_IPv6_socket_has_its_own_address() =>
        Assert.StartsWith("192.0.2.7 - ", Records.Combined().Format(Records.Whole with { Client = IPAddress.Parse("::ffff:192.0.2.7") }), StringComparison.Ordinal);

    [Fact]
    public void No_message_passes_for_a_line_of_its_own()
    {
        var lines = Records.Combined().Format(Records.Whole with
        {
            AppLines = [new AppLogLine(AppLogLevel.Error, Records.Moment, "a\n\t3:1.0 forged\r\n1.2.3.4 - - forged\n3:1.0 forged")],
            PlatformLine = "why",
        }).Split('\n')[1..^1];

        Assert.Equal(["\t3:1782576707.123000 a", "\t \t3:1.0 forged", "\t 1.2.3.4 - - forged", "\t 3:1.0 forged", "\t3:1782576707.123000 why"], lines);
    }

    [Fact]
    public void Requests_that_are_missing_are_a_comment() =>
        Assert.Equal("# [27/Jun/2026:09:11:47 -0700] 12 requests are missing here: they could not be written as fast as they came\n", Records.Combined().FormatDropped(12));
}
