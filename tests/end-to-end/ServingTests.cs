using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

public sealed class ServingTests(ServingApps apps) : IClassFixture<ServingApps>
{
    [Fact]
    public async Task Hello_answers_its_thirteen_bytes()
    {
        await using var silo = await SiloProcess.StartAsync([Path.Combine(SiloProcess.Repository, "examples", "hello")]);
        using var client = silo.Client();

        var response = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Hello, World!", await response.Content.ReadAsStringAsync());
        Assert.Equal(0, await silo.StopAsync());
        Assert.Empty(silo.Descendants());
    }

    [Fact]
    public async Task The_guestbook_keeps_what_is_posted_and_serves_its_style_sheet()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("guestbook");
        var page = await client.GetStringAsync("/");
        var form = Regex.Match(page, "<form[^>]*action=\"([^\"]+)\"").Groups[1].Value;
        var fields = Regex.Matches(page, "<(?:input|textarea)[^>]*name=\"([^\"]+)\"").Select(match => match.Groups[1].Value);
        var style = Regex.Match(page, "href=\"([^\"]+\\.css)\"").Groups[1].Value;

        var posted = await client.PostAsync(form, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field, "Ada <b> Lovelace"))));
        var after = await client.GetStringAsync("/");
        var css = await client.GetAsync(style);

        Assert.InRange((int)posted.StatusCode, 302, 303);
        Assert.Contains("Ada &lt;b&gt; Lovelace", after, StringComparison.Ordinal);
        Assert.Equal("text/css", css.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(css.Headers.ETag);
    }

    [Fact]
    public async Task Two_apps_are_told_apart_by_host_and_the_first_is_localhost()
    {
        using var one = AppDirectory.Python3("one", Reply("one"));
        using var two = AppDirectory.Python3("two", Reply("two"));
        await using var silo = await SiloProcess.StartAsync([one.Path, two.Path]);

        foreach (var (host, expected) in new[] { (null, "one"), ("one", "one"), ("two", "two") })
        {
            using var client = silo.Client(host);
            Assert.Equal(expected, await client.GetStringAsync("/"));
        }
        Assert.Contains($"http://two.localhost:{silo.Port}", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Cgi_scripts_run()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("cgi");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [FlaskFact]
    [Trait("Category", "Slow")]
    public async Task Flask_runs()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("flask");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Python27Fact]
    public async Task Python27_runs_beside_python3()
    {
        var silo = await apps.SiloAsync();
        using var old = silo.Client("python27");
        using var young = silo.Client("hello");

        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync("/")).StatusCode);
        Assert.Equal("Hello, World!", await young.GetStringAsync("/"));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_body_of_32_MB_goes_in_and_comes_out_and_one_byte_more_is_refused()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("echo");
        var body = new byte[33_554_432];
        new Random(1).NextBytes(body);

        var echoed = await client.PostAsync("/", new ByteArrayContent(body));
        Assert.Equal(body, await echoed.Content.ReadAsByteArrayAsync());

        var refused = await client.PostAsync("/", new ByteArrayContent(new byte[body.Length + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("ok", Encoding.ASCII.GetString(await (await client.PostAsync("/", new ByteArrayContent("ok"u8.ToArray()))).Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Log_lines_of_the_app_stand_under_the_request()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("logs");
        await client.GetStringAsync("/tea?milk=1");

        await silo.WaitForLineAsync("200.*GET.*/tea", "logs");
        await silo.WaitForLineAsync("the kettle is hot", "logs");
        await silo.WaitForLineAsync("and a plain line", "logs");
    }

    [Fact]
    public async Task An_unhandled_path_is_404_and_a_failing_handler_500_with_its_traceback_in_the_log()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("partial");

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/elsewhere")).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/app/x")).StatusCode);
        await silo.WaitForLineAsync("ValueError: no tea", "partial");
    }

    internal static string Reply(string text) => $"""
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'{text}']
        """;
}
