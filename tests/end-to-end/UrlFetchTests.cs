using System.Net;
using Actors.Services.Tests.UrlFetch;

namespace Actors.EndToEnd.Tests;

/// <summary>Apps that fetch, through the whole silo, from real servers on loopback: one with TLS, under an authority that the silo is told of.</summary>
[Trait("Category", "Slow")]
public sealed class UrlFetchTests(Web web) : IClassFixture<Web>
{
    private const string Main = """
        import json
        try:
            from urllib.parse import parse_qs
            from urllib.request import urlopen
            import http.client as httplib
        except ImportError:
            from urlparse import parse_qs
            from urllib2 import urlopen
            import httplib
        from google.appengine.api import urlfetch

        def with_urllib(url, timeout):
            got = urlopen(url, timeout=timeout)
            return got.getcode(), got.read()

        def with_httplib(url, timeout):
            scheme, _, host, path = url.split('/', 3)
            kind = httplib.HTTPSConnection if scheme == 'https:' else httplib.HTTPConnection
            connection = kind(host, timeout=timeout)
            for _ in range(2):
                connection.request('POST', '/' + path, b'a=1', {'X-Mine': '1'})
                got = connection.getresponse()
                body = got.read()
            return got.status, body

        def with_urlfetch(url, timeout):
            got = urlfetch.fetch(url, deadline=timeout, headers={'X-Mine': '1'})
            return got.status_code, got.content

        def with_requests(url, timeout):
            try:
                import requests
            except ImportError:
                import pip._internal
                from pip._vendor import requests
            got = requests.get(url, timeout=timeout, headers={'X-Mine': '1'})
            return got.status_code, got.content

        def app(environ, start_response):
            query = parse_qs(environ['QUERY_STRING'])
            try:
                status, body = globals()['with_' + environ['PATH_INFO'][1:]](query['url'][0], float(query['timeout'][0]))
                answer = {'status': status, 'length': len(body), 'body': body[:500].decode('latin-1')}
            except Exception as error:
                answer = {'error': type(error).__name__, 'text': str(error)}
            start_response('200 OK', [('Content-Type', 'application/json')])
            return [json.dumps(answer).encode('utf-8')]
        """;

    private (string, string)[] Settings =>
    [
        ("UrlFetch__AllowedNetworks__0", "127.0.0.1"),
        ("UrlFetch__CertificateAuthorities", web.Authorities),
        .. Interpreters.Settings,
    ];

    [Fact]
    public Task On_python3_the_standard_library_and_urlfetch_reach_servers() => ReachAsync(AppDirectory.Python3("fetcher", Main), "urllib", "httplib", "urlfetch");

    [Python27Fact]
    public Task On_python27_the_standard_library_and_urlfetch_reach_servers() => ReachAsync(AppDirectory.Python27("fetcher", Main), "urllib", "httplib", "urlfetch");

    [RequestsFact]
    public Task On_python3_requests_reaches_servers() => ReachAsync(AppDirectory.Python3("fetcher", Main), "requests");

    [Python27Fact]
    public Task On_python27_requests_reaches_servers() => ReachAsync(AppDirectory.Python27("fetcher", Main), "requests");

    [Fact]
    public Task On_python3_nothing_of_this_machine_is_reached() => RefusedAsync(AppDirectory.Python3("fetcher", Main));

    [Python27Fact]
    public Task On_python27_nothing_of_this_machine_is_reached() => RefusedAsync(AppDirectory.Python27("fetcher", Main));

    [Fact]
    public Task On_python3_slow_and_oversized_servers_are_left() => LeftAsync(AppDirectory.Python3("fetcher", Main), "TimeoutError");

    [Python27Fact]
    public Task On_python27_slow_and_oversized_servers_are_left() => LeftAsync(AppDirectory.Python27("fetcher", Main), "timeout");

    private async Task ReachAsync(AppDirectory app, params string[] clients)
    {
        using var files = app;
        await using var silo = await SiloProcess.StartAsync([app.Path], Settings);
        if (clients.Contains("urlfetch"))
            Assert.Equal(32 << 20, (await AskAsync(silo, "urlfetch", web.Url($"/bytes?count={32 << 20}"))).Length);
        foreach (var client in clients)
        {
            foreach (var origin in new[] { $"http://127.0.0.1:{web.Port}", $"https://127.0.0.1:{web.SecurePort}" })
            {
                var answer = await AskAsync(silo, client, $"{origin}/echo?x=1");
                Assert.True(answer.Status == 200, $"{client} {origin}: {answer}");
                Assert.Contains("/echo?x=1\n", answer.Body, StringComparison.Ordinal);
                Assert.Contains($"Host: {new Uri(origin).Authority}\n", answer.Body, StringComparison.Ordinal);
                if (client != "urllib")
                    Assert.Contains("X-Mine: 1\n", answer.Body, StringComparison.Ordinal);
            }

            // No name leads there but those in the certificate.
            var stranger = await AskAsync(silo, client, $"https://localhost:{web.SecurePort}/echo");
            Assert.True(stranger.Error is not null, $"{client}: {stranger}");
            if (client != "httplib")
                Assert.Contains("/echo\n", (await AskAsync(silo, client, web.Url("/redirect?to=/echo"))).Body, StringComparison.Ordinal);
        }
    }

    private async Task RefusedAsync(AppDirectory app)
    {
        using var files = app;
        await using var silo = await SiloProcess.StartAsync([app.Path], Settings);
        foreach (var client in new[] { "urllib", "urlfetch" })
        {
            foreach (var url in new[] { "http://127.0.0.2:8080/", $"http://[::1]:{silo.AdminPort}/api/instances", "http://169.254.169.254/", web.Url($"/redirect?to=http://127.0.0.2:{web.Port}/echo") })
            {
                var answer = await AskAsync(silo, client, url);
                Assert.Contains("may not be reached", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    private async Task LeftAsync(AppDirectory app, string timeout)
    {
        using var files = app;
        await using var silo = await SiloProcess.StartAsync([app.Path], [.. Settings, ("UrlFetch__MaxResponseBody", "100000")]);
        var slow = $"http://127.0.0.1:{web.Raw(null)}/";
        Assert.Equal("DeadlineExceededError", (await AskAsync(silo, "urlfetch", slow, 0.3)).Error);
        Assert.Equal(timeout, (await AskAsync(silo, "urllib", slow, 0.3)).Error);

        // 100 GB that come as 100 MB.
        Assert.Equal("ResponseTooLargeError", (await AskAsync(silo, "urlfetch", web.Url("/gzip?count=100000000000"))).Error);
        Assert.Equal(100_000, (await AskAsync(silo, "urllib", web.Url("/bytes?count=100000"))).Length);
        Assert.Contains("larger than the platform takes", (await AskAsync(silo, "urllib", web.Url("/bytes?count=100001"))).Text, StringComparison.Ordinal);
    }

    private static async Task<Outcome> AskAsync(SiloProcess silo, string client, string url, double timeout = 20)
    {
        using var browser = silo.Client();
        var json = await browser.GetStringAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{client}?timeout={timeout}&url={WebUtility.UrlEncode(url)}"));
        return System.Text.Json.JsonSerializer.Deserialize<Outcome>(json, System.Text.Json.JsonSerializerOptions.Web)!;
    }

    private sealed record Outcome(int Status, int Length, string? Body, string? Error, string? Text);
}

/// <summary>A test that needs Debian's requests; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequestsFactAttribute : FactAttribute
{
    public RequestsFactAttribute() => Skip = Directory.Exists("/usr/lib/python3/dist-packages/requests") ? null : "Debian's python3-requests is not installed";
}
