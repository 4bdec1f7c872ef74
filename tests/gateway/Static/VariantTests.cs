using System.IO.Compression;
using System.Text;

namespace Actors.Gateway.Tests.Static;

/// <summary>Gzip variants of static files over a real socket.</summary>
public class VariantTests
{
    private const string Yaml =
        """
        runtime: python3
        entrypoint: gunicorn main:app
        handlers:
        - url: /static
          static_dir: static
        - url: /text
          static_dir: static
          mime_type: text/plain
        - url: /binary
          static_dir: static
          http_headers: {Content-Type: application/octet-stream}
        - url: /cors
          static_dir: static
          http_headers: {Vary: Origin}
        - url: /varied
          static_dir: static
          http_headers: {Vary: "Origin, accept-encoding"}
        - url: /asis
          static_dir: static
          http_headers: {Cache-Control: "public, No-Transform"}
        - url: /own
          static_dir: static
          http_headers: {ETag: '"v1"'}
        """;

    private static readonly string Text = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"p.c{number}{{margin:0}}\n"));

    [Fact]
    public async Task A_client_that_takes_gzip_gets_the_same_file_smaller_under_another_tag()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);

        var plain = await gateway.GetAsync("/static/a.css");
        var first = await gateway.GetAsync("/static/a.css", "Accept-Encoding: br, gzip");
        var second = await gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip;q=0.5, *;q=0");
        var head = await gateway.SendAsync("HEAD /static/a.css HTTP/1.1", ["Accept-Encoding: gzip"]);

        Assert.Equal((Text, null, "Accept-Encoding", "bytes"), (plain.Text, plain["Content-Encoding"], plain["Vary"], plain["Accept-Ranges"]));
        Assert.Equal((200, "gzip", "Accept-Encoding", "text/css", "public, max-age=600"), (first.Status, first["Content-Encoding"], first["Vary"], first["Content-Type"], first["Cache-Control"]));
        Assert.Equal(Text, Decompress(first.Body));
        Assert.InRange(first.Body.Length, 1, Text.Length / 3);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal((plain["ETag"]![..^1] + "-gz\"", first["ETag"]), (first["ETag"], second["ETag"]));
        Assert.Equal((200, first["Content-Length"], first["ETag"], "gzip", ""), (head.Status, head["Content-Length"], head["ETag"], head["Content-Encoding"], head.Text));
    }

    [Theory]
    [InlineData("a.css", null)]
    [InlineData("a.css", "identity")]
    [InlineData("a.css", "gzip;q=0")]
    [InlineData("a.css", "br")]
    [InlineData("a.png", "gzip")]
    [InlineData("tiny.css", "gzip")]
    [InlineData("noise.css", "gzip")]
    public async Task Everything_else_goes_out_as_it_is(string name, string? acceptEncoding)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);
        gateway.Write("static/a.png", Text);
        gateway.Write("static/tiny.css", "body{}");
        var noise = new byte[5_000];
        new Random(3).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(gateway.Root, "static/noise.css"), noise);

        // Twice: the second comes from memory.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var response = await gateway.GetAsync($"/static/{name}", acceptEncoding is null ? [] : [$"Accept-Encoding: {acceptEncoding}"]);

            Assert.Equal((200, null), (response.Status, response["Content-Encoding"]));
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(gateway.Root, "static", name)), response.Body);
            Assert.Equal(name == "a.css" ? "Accept-Encoding" : null, response["Vary"]);
        }
    }

    [Theory]
    [InlineData("/text/a.dat", "gzip", "Accept-Encoding")]
    [InlineData("/static/a.dat", null, null)]
    [InlineData("/binary/a.css", null, null)]
    [InlineData("/cors/a.css", null, "Origin")]
    [InlineData("/varied/a.css", "gzip", "Origin, accept-encoding")]
    [InlineData("/asis/a.css", null, null)]
    public async Task What_the_handler_says_decides(string target, string? encoding, string? vary)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);
        gateway.Write("static/a.dat", Text);

        var response = await gateway.GetAsync(target, "Accept-Encoding: gzip");

        Assert.Equal((200, encoding, vary), (response.Status, response["Content-Encoding"], response["Vary"]));
    }

    [Fact]
    public async Task Each_tag_answers_for_its_own_bytes()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);
        var own = (await gateway.GetAsync("/static/a.css"))["ETag"]!;
        var variant = (await gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip"))["ETag"]!;

        foreach (var (header, gzip, status, tag) in new[]
        {
            ($"If-None-Match: {variant}", true, 304, variant),
            ($"If-None-Match: W/{variant}", true, 304, variant),
            ($"If-None-Match: {own}, {variant}", true, 304, variant),
            ($"If-None-Match: {own}", true, 304, own),
            ("If-None-Match: *", true, 304, variant),
            ($"If-None-Match: {own}", false, 304, own),
            ($"If-None-Match: {variant}", false, 200, own),
            ("If-None-Match: \"other\"", true, 200, variant),
            ($"If-Match: {variant}", true, 200, variant),
            ($"If-Match: {own}", true, 200, variant),
            ($"If-Match: {variant}", false, 412, null),
            ("If-Match: \"other\"", true, 412, null),
        })
        {
            var response = await gateway.GetAsync("/static/a.css", header, gzip ? "Accept-Encoding: gzip" : "Accept-Encoding: identity");

            Assert.Equal((status, tag, status == 200 && gzip ? "gzip" : null), (response.Status, response["ETag"], response["Content-Encoding"]));
            if (status == 304)
                Assert.Equal("Accept-Encoding", response["Vary"]);
        }
    }

    [Fact]
    public async Task A_range_is_one_of_the_files_own_bytes()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);
        var own = (await gateway.GetAsync("/static/a.css"))["ETag"]!;
        var variant = (await gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip"))["ETag"]!;

        var part = await gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip", "Range: bytes=0-9");
        Assert.Equal((206, Text[..10], null, own, "Accept-Encoding"), (part.Status, part.Text, part["Content-Encoding"], part["ETag"], part["Vary"]));

        var mixed = await gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip", "Range: bytes=0-9", $"If-Range: {variant}");
        Assert.Equal((200, Text, own), (mixed.Status, mixed.Text, mixed["ETag"]));
    }

    [Fact]
    public async Task A_variant_of_a_file_with_a_tag_from_app_yaml_has_it_weakly()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);

        Assert.Equal("\"v1\"", (await gateway.GetAsync("/own/a.css"))["ETag"]);
        Assert.Equal("W/\"v1\"", (await gateway.GetAsync("/own/a.css", "Accept-Encoding: gzip"))["ETag"]);
        Assert.Equal(304, (await gateway.GetAsync("/own/a.css", "Accept-Encoding: gzip", "If-None-Match: \"v1\"")).Status);
    }

    [Fact]
    public async Task A_large_text_file_is_compressed_as_well_and_a_changed_one_anew()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml, development: true);
        var large = string.Concat(Enumerable.Repeat(Text, 40));
        var file = gateway.Write("static/large.js", large);
        Assert.True(large.Length > 1024 * 1024);

        var before = await gateway.GetAsync("/static/large.js", "Accept-Encoding: gzip");
        Assert.Equal(("gzip", large), (before["Content-Encoding"], Decompress(before.Body)));

        await File.WriteAllTextAsync(file, large.ToUpperInvariant());
        var after = await gateway.GetAsync("/static/large.js", "Accept-Encoding: gzip");
        Assert.Equal(("gzip", large.ToUpperInvariant()), (after["Content-Encoding"], Decompress(after.Body)));
        Assert.NotEqual(before["ETag"], after["ETag"]);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same_bytes()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.css", Text);

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => gateway.GetAsync("/static/a.css", "Accept-Encoding: gzip")));

        Assert.All(responses, response => Assert.Equal(responses[0].Body, response.Body));
        Assert.Equal(Text, Decompress(responses[0].Body));
    }

    private static string Decompress(byte[] compressed)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
