using System.Globalization;

namespace Actors.Gateway.Tests.Static;

/// <summary>Static files over a real socket.</summary>
public class StaticTests
{
    private const string Yaml =
        """
        runtime: python3
        default_expiration: 1h
        handlers:
        - url: /static
          static_dir: static
        - url: /fixed
          static_files: static/page.html
          upload: static/page\.html
          mime_type: text/x-own
          expiration: 30
          http_headers: {X-Own: "1", Cache-Control: private}
        - url: /maybe
          static_dir: static
          require_matching_file: true
        - url: /maybe/.*
          script: auto
        """;

    [Fact]
    public async Task A_file_arrives_with_its_headers()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a/style.css", "body{}");

        var response = await gateway.GetAsync("/static/a/style.css?v=1");

        Assert.Equal((200, "body{}", "text/css", "public, max-age=3600"), (response.Status, response.Text, response["Content-Type"], response["Cache-Control"]));
        Assert.Matches("^\"[0-9a-f]{24}\"$", response["ETag"]);
        var expires = DateTimeOffset.Parse(response["Expires"]!, CultureInfo.InvariantCulture);
        Assert.InRange(expires - DateTimeOffset.Parse(response["Date"]!, CultureInfo.InvariantCulture), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task The_handlers_own_headers_replace_generated_ones()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/page.html", "<p>");

        var response = await gateway.GetAsync("/fixed");

        Assert.Equal(("<p>", "text/x-own", "private", "1"), (response.Text, response["Content-Type"], response["Cache-Control"], response["X-Own"]));
    }

    [Theory]
    [InlineData("x.HTML", "text/html")]
    [InlineData("x.js", "text/javascript")]
    [InlineData("x.json", "application/json")]
    [InlineData("x.svg", "image/svg+xml")]
    [InlineData("x.woff2", "font/woff2")]
    [InlineData("x.tar.gz", "application/gzip")]
    [InlineData("x.nonsense", "application/octet-stream")]
    [InlineData("x", "application/octet-stream")]
    [InlineData("x.", "application/octet-stream")]
    public async Task The_type_goes_by_the_extension(string name, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write($"static/{name}", "");

        var response = await gateway.GetAsync($"/static/{name}");

        Assert.Equal((200, expected, "0"), (response.Status, response["Content-Type"], response["Content-Length"]));
    }

    [Fact]
    public async Task A_client_that_has_the_file_gets_304()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "a");
        var etag = (await gateway.GetAsync("/static/a.txt"))["ETag"];

        foreach (var sent in new[] { etag, $"W/{etag}", $"\"other\", {etag}", "*" })
        {
            var response = await gateway.GetAsync("/static/a.txt", $"If-None-Match: {sent}");
            Assert.Equal((304, "", etag), (response.Status, response.Text, response["ETag"]));
        }

        Assert.Equal(200, (await gateway.GetAsync("/static/a.txt", "If-None-Match: \"other\"")).Status);
    }

    [Fact]
    public async Task The_tag_is_that_of_the_content()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "same");
        gateway.Write("static/b.txt", "same");
        gateway.Write("static/c.txt", "else");

        var tags = new List<string?>();
        foreach (var name in new[] { "a", "b", "c" })
            tags.Add((await gateway.GetAsync($"/static/{name}.txt"))["ETag"]);

        Assert.Equal(tags[0], tags[1]);
        Assert.NotEqual(tags[0], tags[2]);
    }

    [Fact]
    public async Task HEAD_has_the_length_and_no_body_and_other_methods_count_as_GET()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "abc");

        var head = await gateway.SendAsync("HEAD /static/a.txt HTTP/1.1");
        var post = await gateway.SendAsync("POST /static/a.txt HTTP/1.1", null, "x"u8.ToArray());

        Assert.Equal((200, "3", ""), (head.Status, head["Content-Length"], head.Text));
        Assert.Equal((200, "abc"), (post.Status, post.Text));
    }

    [Fact]
    public async Task A_large_file_arrives_byte_for_byte()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        var content = new byte[5_000_003];
        new Random(1).NextBytes(content);
        Directory.CreateDirectory(Path.Combine(gateway.Root, "static"));
        await File.WriteAllBytesAsync(Path.Combine(gateway.Root, "static/large.bin"), content);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.True((await gateway.GetAsync("/static/large.bin")).Body.AsSpan().SequenceEqual(content));
    }

    [Fact]
    public async Task While_it_is_being_edited_a_file_is_what_it_is_now_and_clients_do_not_keep_it()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml.Replace("default_expiration: 1h\n", "", StringComparison.Ordinal), development: true);
        var file = gateway.Write("static/a.txt", "before");
        Assert.Equal("before", (await gateway.GetAsync("/static/a.txt")).Text);

        await File.WriteAllTextAsync(file, "after!");
        File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var response = await gateway.GetAsync("/static/a.txt");
        Assert.Equal(("after!", "public, max-age=0"), (response.Text, response["Cache-Control"]));

        File.Delete(file);
        Assert.Equal(404, (await gateway.GetAsync("/static/a.txt")).Status);
    }

    [Fact]
    public async Task Where_a_file_must_match_the_next_handler_gets_what_is_missing()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/there.txt", "file");
        gateway.App = _ => Answer.Of("script");

        Assert.Equal("file", (await gateway.GetAsync("/maybe/there.txt")).Text);
        Assert.Equal("script", (await gateway.GetAsync("/maybe/missing.txt")).Text);
    }

    [Theory]
    [InlineData("/static/missing.txt")]
    [InlineData("/static/")]
    [InlineData("/static")]
    [InlineData("/static/dir")]
    [InlineData("/static/dir/")]
    [InlineData("/static//a.txt")]
    [InlineData("/static/../secret.txt")]
    [InlineData("/static/dir/../../secret.txt")]
    [InlineData("/static/%2e%2e/secret.txt")]
    [InlineData("/static/..%2fsecret.txt")]
    [InlineData("/static/%2e%2e%2fsecret.txt")]
    [InlineData("/static/..%5csecret.txt")]
    [InlineData("/static/%2fetc%2fpasswd")]
    [InlineData("/static//etc/passwd")]
    [InlineData("/static/a.txt%00.css")]
    [InlineData("/static/out.txt")]
    [InlineData("/static/outside/secret.txt")]
    [InlineData("/static/absolute.txt")]
    [InlineData("/static/fifo")]
    public async Task What_is_no_file_of_the_directory_is_not_found(string target)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        using var elsewhere = new TemporaryFile("secret");
        gateway.Write("secret.txt", "secret");
        gateway.Write("static/a.txt", "a");
        Directory.CreateDirectory(Path.Combine(gateway.Root, "static/dir"));
        File.CreateSymbolicLink(Path.Combine(gateway.Root, "static/out.txt"), Path.Combine("../..", Path.GetFileName(Path.GetDirectoryName(elsewhere.Path))!, Path.GetFileName(elsewhere.Path)));
        File.CreateSymbolicLink(Path.Combine(gateway.Root, "static/outside"), "../../..");
        File.CreateSymbolicLink(Path.Combine(gateway.Root, "static/absolute.txt"), elsewhere.Path);
        await MakeFifoAsync(Path.Combine(gateway.Root, "static/fifo"));

        var response = await gateway.GetAsync(target);

        // The server itself refuses a zero byte; steps such as .. are redirected to where they lead, and there it is no file either.
        if (response.Status == 302)
            response = await gateway.GetAsync(new Uri(response["Location"]!).PathAndQuery);
        Assert.Contains(response.Status, new[] { 400, 404 });
        Assert.DoesNotContain("secret", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_planted_later_leads_nowhere()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        using var elsewhere = new TemporaryFile("secret");
        var file = gateway.Write("static/a.txt", "before");
        await gateway.GetAsync("/static/b.txt");

        File.Delete(file);
        File.CreateSymbolicLink(file, elsewhere.Path);
        File.CreateSymbolicLink(Path.Combine(gateway.Root, "static/b.txt"), elsewhere.Path);

        Assert.Equal(404, (await gateway.GetAsync("/static/a.txt")).Status);
        Assert.Equal(404, (await gateway.GetAsync("/static/b.txt")).Status);
    }

    [Fact]
    public async Task Links_inside_the_directory_and_a_developers_own_links_are_followed()
    {
        await using var deployed = await GatewayEnvironment.StartAsync(Yaml);
        deployed.Write("static/a.txt", "inside");
        File.CreateSymbolicLink(Path.Combine(deployed.Root, "static/link.txt"), "a.txt");
        Assert.Equal("inside", (await deployed.GetAsync("/static/link.txt")).Text);

        await using var development = await GatewayEnvironment.StartAsync(Yaml, development: true);
        using var elsewhere = new TemporaryFile("shared");
        Directory.CreateDirectory(Path.Combine(development.Root, "static"));
        File.CreateSymbolicLink(Path.Combine(development.Root, "static/link.txt"), elsewhere.Path);
        Assert.Equal("shared", (await development.GetAsync("/static/link.txt")).Text);
    }

    private static async Task MakeFifoAsync(string path)
    {
        using var process = System.Diagnostics.Process.Start("mkfifo", path);
        await process.WaitForExitAsync();
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-elsewhere");

        public TemporaryFile(string content)
        {
            Path = System.IO.Path.Combine(_directory.FullName, "file.txt");
            File.WriteAllText(Path, content);
        }

        public string Path { get; }

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
