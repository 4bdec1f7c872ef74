using System.Globalization;
using Actors.Gateway.Routes;
using Actors.Gateway.Static;

namespace Actors.Gateway.Tests.Static;

/// <summary>How long files may be kept, and what app.yaml sets itself.</summary>
public class HeaderTests
{
    [Theory]
    [InlineData("", "", false, "public, max-age=600", 600)]
    [InlineData("", "", true, "public, max-age=0", 0)]
    [InlineData("default_expiration: 1h", "", false, "public, max-age=3600", 3600)]
    [InlineData("default_expiration: 1h", "", true, "public, max-age=3600", 3600)]
    [InlineData("default_expiration: 1h", "expiration: 30", false, "public, max-age=30", 30)]
    [InlineData("default_expiration: 1h", "expiration: 1d 2h 3m 4s", true, "public, max-age=93784", 93784)]
    [InlineData("", "expiration: 0", false, "public, max-age=0", 0)]
    [InlineData("", "http_headers: {cache-control: no-store}", false, "no-store", 600)]
    [InlineData("", "http_headers: {Set-Cookie: a=b}", false, "private, max-age=600", 0)]
    [InlineData("", "http_headers: {Set-Cookie: a=b, Cache-Control: 'Public, max-age=60'}", false, "private, max-age=60", 0)]
    [InlineData("", "http_headers: {Set-Cookie: a=b, Cache-Control: no-store}", false, "no-store", 0)]
    [InlineData("", "http_headers: {Set-Cookie: a=b, Expires: 'Fri, 31 Dec 2100 23:59:59 GMT'}", false, "private, max-age=600", 0)]
    public async Task A_file_may_be_kept_as_long_as_app_yaml_says(string top, string handler, bool development, string cacheControl, int seconds)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(
            $"runtime: python3\nentrypoint: gunicorn main:app\n{top}\nhandlers:\n- url: /static\n  static_dir: static\n  {handler}\n", development);
        gateway.Write("static/a.txt", "a");

        var response = await gateway.GetAsync("/static/a.txt");

        Assert.Equal((200, cacheControl), (response.Status, response["Cache-Control"]));
        var expires = DateTimeOffset.ParseExact(response["Expires"]!, "R", CultureInfo.InvariantCulture);
        Assert.InRange((expires - DateTimeOffset.Parse(response["Date"]!, CultureInfo.InvariantCulture)).TotalSeconds, seconds - 2, seconds + 2);
    }

    [Fact]
    public async Task Headers_of_app_yaml_replace_generated_ones_on_every_answer_that_has_them()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(
            """
            runtime: python3
            entrypoint: gunicorn main:app
            handlers:
            - url: /static
              static_dir: static
              http_headers:
                content-type: text/x-own; charset=utf-8
                expires: Thu, 01 Jan 1970 00:00:00 GMT
                Cache-Control: no-cache
                Access-Control-Allow-Origin: "*"
                vary: Origin
            """);
        gateway.Write("static/a.txt", "abc");

        foreach (var (headers, status) in new[] { (Array.Empty<string>(), 200), (["Range: bytes=0-0"], 206), (["If-None-Match: *"], 304) })
        {
            var response = await gateway.GetAsync("/static/a.txt", headers);
            Assert.Equal(
                (status, status == 304 ? null : "text/x-own; charset=utf-8", "Thu, 01 Jan 1970 00:00:00 GMT", "no-cache", "*", "Origin"),
                (response.Status, response["Content-Type"], response["Expires"], response["Cache-Control"], response["Access-Control-Allow-Origin"], response["Vary"]));
        }
    }

    [Fact]
    public void The_date_is_made_once_a_second_and_never_beyond_the_calendar()
    {
        var now = new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
        var text = new ExpiryText(TimeSpan.FromMinutes(10));

        Assert.Equal("Wed, 01 Apr 2026 12:10:00 GMT", text.At(now));
        Assert.Same(text.At(now), text.At(now.AddMilliseconds(999)));
        Assert.Equal("Wed, 01 Apr 2026 12:10:01 GMT", text.At(now.AddSeconds(1)));
        Assert.Equal("Wed, 01 Apr 2026 12:09:59 GMT", text.At(now.AddSeconds(-1)));
        Assert.EndsWith("9999 23:59:59 GMT", new ExpiryText(TimeSpan.MaxValue).At(now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static/", "", "/s/a.txt", "static/a.txt")]
    [InlineData("./static", "", "/s/a.txt", "static/a.txt")]
    [InlineData("static//deep/.", "", "/s/a.txt", "static/deep/a.txt")]
    [InlineData(".", "", "/s/a.txt", "a.txt")]
    [InlineData(@"./static/\1", @"\./static/.*", "/s/a.txt", "static/a.txt")]
    [InlineData(@"./static/\1", @"./static/.*", "/s/a.txt", "static/a.txt")]
    [InlineData(@"static/\1", @"static/.*\.css", "/s/a.txt", "")]
    public void Paths_that_begin_here_are_paths_of_the_app(string target, string upload, string path, string expected)
    {
        var handler = upload.Length == 0 ? $"{{url: /s, static_dir: '{target}'}}" : $"{{url: /s/(.*), static_files: '{target}', upload: '{upload}'}}";
        var version = VersionRoute.Compile(Deployments.Of("shop", $"runtime: python3\nentrypoint: gunicorn main:app\nhandlers: [{handler}]\n"));

        Assert.Equal(0, version.Match(path, 0, out var file));
        Assert.Equal(expected, file);
    }

    [Theory]
    [InlineData("index.html", "text/html")]
    [InlineData("app.mjs", "text/javascript")]
    [InlineData("movie.vtt", "text/vtt")]
    [InlineData("list.m3u8", "application/vnd.apple.mpegurl")]
    [InlineData("photo.HEIC", "image/heic")]
    [InlineData("a.d/file", "application/octet-stream")]
    [InlineData(".htaccess", "application/octet-stream")]
    [InlineData("favicon.ico", "image/x-icon")]
    [InlineData("feed.atom", "application/atom+xml")]
    [InlineData("font.ttf", "font/ttf")]
    [InlineData("module.wasm", "application/wasm")]
    [InlineData("clip.mpg", "video/mpeg")]
    [InlineData("song.mp3", "audio/mpeg")]
    [InlineData("app.webmanifest", "application/manifest+json")]
    public void Common_extensions_have_their_types(string path, string expected) => Assert.Equal(expected, ContentTypes.Of(path));
}
