using System.Globalization;
using System.IO.Compression;
using System.Text;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Tests.Responses;

/// <summary>Every rule for response headers and bodies, over a real socket.</summary>
public class ResponseHeaderTests
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n";
    private const string Python3 = "runtime: python3\n";
    private static readonly string Long = string.Concat(Enumerable.Repeat("All work and no play. ", 200));

    public static IEnumerable<object?[]> Headers => Table.Rows("Responses/headers.table");

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_client_sees_what_the_table_says(string name, string value, string? seen)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok", 200, (name, value), ("X-Last", "1"));

        var response = await gateway.GetAsync("/");

        Assert.Equal((200, "ok", "1"), (response.Status, response.Text, response["X-Last"]));
        Assert.Equal(name is "Connection" ? "close" : seen, response[name]); // this client closes
        Assert.DoesNotContain("Injected", response.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", response.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void No_header_of_random_bytes_begins_another()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var (name, value) = (Noise(random), Noise(random));
            if (ResponseHeaderRules.IsSendable(name, value))
                Assert.Matches("^[!#$%&'*+\\-.^_`|~0-9a-zA-Z]+: [ -~]*$", $"{name}: {value}");
        }

        static string Noise(Random random) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => (char)random.Next(0, random.Next(2) == 0 ? 128 : 300))]);
    }

    [Theory]
    [InlineData(Python3, 0, 200)]
    [InlineData(Python3, 1, 502)]
    [InlineData(Python27, 1, 200)]
    public async Task More_than_8_KiB_of_headers_are_too_many_on_python3(string appYaml, int over, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(appYaml);
        const int Fixed = 12 + 10 + 4 + 6 + 4; // the type's line, and name and punctuation of the long one
        gateway.App = _ => Answer.Of("ok", 200, ("Content-Type", "text/plain"), ("X-Long", new string('a', AnswerWriter.MaxHeaders - Fixed + over)));

        var response = await gateway.GetAsync("/");

        Assert.Equal((expected, expected == 200), (response.Status, response["X-Long"] is not null));
        if (expected == 502)
            Assert.Equal("The app's response has 8193 bytes of headers; allowed are 8192.", (await gateway.RecordAsync()).PlatformLine);
    }

    [Theory]
    [InlineData("text/html", "gzip", true)]
    [InlineData("text/plain; charset=utf-8", "gzip, deflate, br", true)]
    [InlineData("application/json", "gzip", true)]
    [InlineData("image/svg+xml", "gzip;q=0.5", true)]
    [InlineData("text/html", null, false)]
    [InlineData("text/html", "br", false)]
    [InlineData("text/html", "gzip;q=0", false)]
    [InlineData("image/png", "gzip", false)]
    [InlineData("application/octet-stream", "gzip", false)]
    [InlineData(null, "gzip", false)]
    public async Task Text_is_compressed_for_who_takes_it(string? type, string? acceptEncoding, bool isCompressed)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => type is null ? Answer.Of(Long) : Answer.Of(Long, 200, ("Content-Type", type), ("Vary", "Cookie"), ("Content-Encoding", "gzip"));

        var response = await gateway.GetAsync("/", acceptEncoding is null ? [] : [$"Accept-Encoding: {acceptEncoding}"]);

        Assert.Equal(isCompressed ? "gzip" : null, response["Content-Encoding"]);
        Assert.Equal(Long, isCompressed ? Decompressed(response.Body) : response.Text);
        Assert.Equal(response.Body.Length.ToString(CultureInfo.InvariantCulture), response["Content-Length"]);
        Assert.Equal(type is null ? null : isCompressed ? "Cookie, Accept-Encoding" : "Cookie", response["Vary"]);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    [InlineData(70_000, true)]
    [InlineData(5_000_000, true)]
    public async Task Small_bodies_stay_as_they_are(int length, bool isCompressed)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of(new string('a', length), 200, ("Content-Type", "text/plain"));

        var response = await gateway.GetAsync("/", "Accept-Encoding: gzip");

        Assert.Equal(isCompressed ? "gzip" : null, response["Content-Encoding"]);
        Assert.Equal(length, isCompressed ? Decompressed(response.Body).Length : response.Body.Length);
        Assert.Equal(response.Body.Length, (await gateway.RecordAsync()).ResponseBytes);
    }

    [Theory]
    [InlineData(206, "X-None", "")]
    [InlineData(200, "Content-Range", "bytes 0-1/2")]
    [InlineData(200, "Cache-Control", "private, no-transform")]
    public async Task Parts_and_what_may_not_be_changed_stay_as_they_are(int status, string name, string value)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of(Long, status, ("Content-Type", "text/plain"), (name, value));

        var response = await gateway.GetAsync("/", "Accept-Encoding: gzip");

        Assert.Equal((null, Long), (response["Content-Encoding"], response.Text));
    }

    [Fact]
    public async Task HEAD_has_the_apps_length_and_nothing_is_compressed()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of(Long, 200, ("Content-Type", "text/plain"));

        var response = await gateway.SendAsync("HEAD / HTTP/1.1", ["Accept-Encoding: gzip"]);

        Assert.Equal(("", Long.Length.ToString(CultureInfo.InvariantCulture), null), (response.Text, response["Content-Length"], response["Content-Encoding"]));
    }

    [Fact]
    public async Task A_second_type_replaces_the_first()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok", 200, ("Content-Type", "text/html"), ("content-type", "text/plain"));

        Assert.Equal("text/plain", (await gateway.GetAsync("/"))["Content-Type"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_administrator_sees_what_a_request_cost(bool isAdmin)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var clock = new StoppedClock(DateTimeOffset.UnixEpoch);
        var exchange = new Exchange(context) { User = new("ann@example.com", isAdmin), Began = clock.GetTimestamp(), Trace = "t" };

        await new AnswerWriter(clock).SendAsync(exchange, VersionRoute.Compile(Deployments.Of("shop", Python3)), ResponseFrame.Read(Answer.Of("ok", 200, ("Cache-Control", "public")).Frame!));

        var headers = context.Response.Headers;
        Assert.Equal(isAdmin ? "no-cache, no-store, must-revalidate" : "public", headers.CacheControl.ToString());
        Assert.Equal(isAdmin ? "ms=0 cpu_ms=1 api_cpu_ms=0" : "", headers["X-AppEngine-Resource-Usage"].ToString());
        Assert.Equal(isAdmin ? "$0.000014" : "", headers["X-AppEngine-Estimated-CPM-US-Dollars"].ToString());
    }

    private static string Decompressed(byte[] body)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }
}
