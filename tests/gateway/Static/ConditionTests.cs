using System.Globalization;

namespace Actors.Gateway.Tests.Static;

/// <summary>Conditional requests and ranges over a real socket.</summary>
public class ConditionTests
{
    private const string Yaml =
        """
        runtime: python3
        handlers:
        - url: /static
          static_dir: static
        - url: /own
          static_dir: static
          http_headers: {ETag: '"v1"'}
        - url: /maybe
          static_dir: static
          require_matching_file: true
        - url: /maybe/.*
          script: auto
        """;

    // 26 bytes, too few to be compressed.
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("GET", "If-Match: TAG", 200)]
    [InlineData("GET", "If-Match: \"other\", TAG", 200)]
    [InlineData("GET", "If-Match: *", 200)]
    [InlineData("GET", "If-Match: W/TAG", 412)]
    [InlineData("GET", "If-Match: \"other\"", 412)]
    [InlineData("HEAD", "If-Match: \"other\"", 412)]
    [InlineData("POST", "If-Match: \"other\"", 412)]
    [InlineData("GET", "If-None-Match: TAG", 304)]
    [InlineData("HEAD", "If-None-Match: TAG", 304)]
    [InlineData("POST", "If-None-Match: TAG", 304)]
    [InlineData("GET", "If-None-Match: W/TAG", 304)]
    [InlineData("GET", "If-None-Match: \"a,b\", TAG", 304)]
    [InlineData("GET", "If-None-Match: *", 304)]
    [InlineData("GET", "If-None-Match: \"other\"", 200)]
    [InlineData("GET", "If-None-Match: \"oth,TAG,er\"", 200)]
    [InlineData("GET", "If-Match: \"other\"|If-None-Match: TAG", 412)]
    [InlineData("GET", "If-Match: TAG|If-None-Match: TAG", 304)]
    [InlineData("GET", "If-None-Match: TAG|Range: bytes=0-3", 304)]
    [InlineData("GET", "If-None-Match: \"other\"|If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT", 200)]
    [InlineData("GET", "If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT", 200)]
    [InlineData("GET", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", 200)]
    public async Task A_condition_is_answered(string method, string headers, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.bin", Letters);
        var tag = (await gateway.GetAsync("/static/a.bin"))["ETag"]!;

        var response = await gateway.SendAsync($"{method} /static/a.bin HTTP/1.1", headers.Replace("TAG", tag, StringComparison.Ordinal).Split('|'));

        Assert.Equal(expected, response.Status);
        Assert.Equal(expected == 200 && method != "HEAD" ? Letters : "", response.Text);
        if (expected == 304)
        {
            Assert.Equal((tag, "public, max-age=600"), (response["ETag"], response["Cache-Control"]));
            Assert.NotNull(response["Expires"]);
            Assert.Null(response["Content-Type"]);
        }

        if (expected == 412)
            Assert.Equal((null, null, "0"), (response["Cache-Control"], response["Expires"], response["Content-Length"]));
    }

    [Fact]
    public async Task A_condition_on_a_file_that_is_not_there_fails_unless_the_next_handler_may_try()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.App = _ => Answer.Of("script");

        Assert.Equal(412, (await gateway.GetAsync("/static/missing", "If-Match: *")).Status);
        Assert.Equal(412, (await gateway.GetAsync("/static/missing", "If-Match: \"a\"")).Status);
        Assert.Equal(404, (await gateway.GetAsync("/static/missing", "If-None-Match: *")).Status);
        Assert.Equal("script", (await gateway.GetAsync("/maybe/missing", "If-Match: \"a\"")).Text);
    }

    [Theory]
    [InlineData("bytes=0-0", 206, "a", "bytes 0-0/26")]
    [InlineData("bytes=3-5", 206, "def", "bytes 3-5/26")]
    [InlineData("bytes=23-", 206, "xyz", "bytes 23-25/26")]
    [InlineData("bytes=23-99", 206, "xyz", "bytes 23-25/26")]
    [InlineData("bytes=-2", 206, "yz", "bytes 24-25/26")]
    [InlineData("bytes=-99", 206, Letters, "bytes 0-25/26")]
    [InlineData("bytes=26-", 416, "", "bytes */26")]
    [InlineData("bytes=-0", 416, "", "bytes */26")]
    [InlineData("bytes=0-0,2-3", 200, Letters, null)]
    [InlineData("bytes=5-3", 200, Letters, null)]
    [InlineData("pages=1-2", 200, Letters, null)]
    public async Task A_range_is_answered(string range, int status, string body, string? contentRange)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", Letters);

        foreach (var method in new[] { "GET", "POST" })
        {
            var response = await gateway.SendAsync($"{method} /static/a.txt HTTP/1.1", [$"Range: {range}"]);

            Assert.Equal((status, body, contentRange, "bytes"), (response.Status, response.Text, response["Content-Range"], response["Accept-Ranges"]));
            Assert.Equal(body.Length.ToString(CultureInfo.InvariantCulture), response["Content-Length"]);
            Assert.Equal(status == 416 ? null : "text/plain", response["Content-Type"]);
            Assert.Equal(status == 416 ? null : "public, max-age=600", response["Cache-Control"]);
            Assert.NotNull(response["ETag"]);
        }

        // A range is for GET alone; HEAD tells of the whole.
        var head = await gateway.SendAsync("HEAD /static/a.txt HTTP/1.1", [$"Range: {range}"]);
        Assert.Equal((200, "26", "", "bytes"), (head.Status, head["Content-Length"], head.Text, head["Accept-Ranges"]));
    }

    [Theory]
    [InlineData("TAG", 206)]
    [InlineData("W/TAG", 200)]
    [InlineData("\"other\"", 200)]
    [InlineData("Fri, 31 Dec 2100 23:59:59 GMT", 200)]
    public async Task A_range_holds_while_the_file_is_the_same(string ifRange, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", Letters);
        var tag = (await gateway.GetAsync("/static/a.txt"))["ETag"]!;

        var response = await gateway.GetAsync("/static/a.txt", "Range: bytes=1-2", $"If-Range: {ifRange.Replace("TAG", tag, StringComparison.Ordinal)}");

        Assert.Equal((expected, expected == 206 ? "bc" : Letters), (response.Status, response.Text));

        // A range that cannot be had is only refused while the file is the same.
        var beyond = await gateway.GetAsync("/static/a.txt", "Range: bytes=99-", $"If-Range: {ifRange.Replace("TAG", tag, StringComparison.Ordinal)}");
        Assert.Equal(expected == 206 ? 416 : 200, beyond.Status);
    }

    [Fact]
    public async Task Ranges_of_a_large_file_come_from_the_disk()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        var content = new byte[3_000_000];
        new Random(2).NextBytes(content);
        Directory.CreateDirectory(Path.Combine(gateway.Root, "static"));
        await File.WriteAllBytesAsync(Path.Combine(gateway.Root, "static/large.bin"), content);

        foreach (var (range, from, to) in new[] { ("0-99", 0, 100), ("65535-1200000", 65_535, 1_200_001), ("2999999-", 2_999_999, 3_000_000), ("-70000", 2_930_000, 3_000_000) })
        {
            var response = await gateway.GetAsync("/static/large.bin", $"Range: bytes={range}");
            Assert.Equal((206, $"bytes {from}-{to - 1}/3000000"), (response.Status, response["Content-Range"]));
            Assert.True(response.Body.AsSpan().SequenceEqual(content.AsSpan(from..to)));
        }

        var head = await gateway.SendAsync("HEAD /static/large.bin HTTP/1.1");
        Assert.Equal((200, "3000000", ""), (head.Status, head["Content-Length"], head.Text));
    }

    [Fact]
    public async Task A_large_file_that_was_just_replaced_is_sent_as_it_is_now()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        var file = Path.Combine(gateway.Root, "static/large.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, new byte[2_000_000]);
        var before = (await gateway.GetAsync("/static/large.bin"))["ETag"];

        // Within the second in which a deployed file is not looked at again.
        File.Delete(file);
        await File.WriteAllBytesAsync(file, Enumerable.Repeat((byte)1, 2_000_000).ToArray());
        var after = await gateway.GetAsync("/static/large.bin");

        Assert.Equal(200, after.Status);
        Assert.NotEqual(before, after["ETag"]);
        Assert.Equal(1, after.Body[^1]);
        Assert.Single(after.All("Content-Type"));
    }

    [Fact]
    public async Task An_empty_file_has_no_piece()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/empty.txt", "");

        Assert.Equal(416, (await gateway.GetAsync("/static/empty.txt", "Range: bytes=0-")).Status);
        Assert.Equal(200, (await gateway.GetAsync("/static/empty.txt", "Range: bytes=-5")).Status);
        Assert.Equal(200, (await gateway.GetAsync("/static/empty.txt")).Status);
    }

    [Fact]
    public async Task A_tag_from_app_yaml_is_the_one_that_is_compared()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.bin", Letters);
        var own = (await gateway.GetAsync("/static/a.bin"))["ETag"]!;

        Assert.Equal("\"v1\"", (await gateway.GetAsync("/own/a.bin"))["ETag"]);
        Assert.Equal(304, (await gateway.GetAsync("/own/a.bin", "If-None-Match: \"v1\"")).Status);
        Assert.Equal(200, (await gateway.GetAsync("/own/a.bin", $"If-None-Match: {own}")).Status);
        Assert.Equal(206, (await gateway.GetAsync("/own/a.bin", "Range: bytes=0-1", "If-Range: \"v1\"")).Status);
        Assert.Equal(412, (await gateway.GetAsync("/own/a.bin", $"If-Match: {own}")).Status);
    }
}
