using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>Apps that fetch, through the whole silo, from real servers on loopback: one with TLS, under an authority that the silo is told of.</summary>
[Trait("Category", "Slow")]
public sealed class UrlFetchTests(FetchingApps apps, SparingApps sparing) : IClassFixture<FetchingApps>, IClassFixture<SparingApps>
{
    [Fact]
    public Task On_python3_the_standard_library_and_urlfetch_reach_servers() => ReachAsync("reaches-python3", "urllib", "httplib", "urlfetch");

    [Python27Fact]
    public Task On_python27_the_standard_library_and_urlfetch_reach_servers() => ReachAsync("reaches-python27", "urllib", "httplib", "urlfetch");

    [RequestsFact]
    public Task On_python3_requests_reaches_servers() => ReachAsync("requests-python3", "requests");

    [Python27Fact]
    public Task On_python27_requests_reaches_servers() => ReachAsync("requests-python27", "requests");

    [Fact]
    public Task On_python3_nothing_of_this_machine_is_reached() => RefusedAsync("refused-python3");

    [Python27Fact]
    public Task On_python27_nothing_of_this_machine_is_reached() => RefusedAsync("refused-python27");

    [Fact]
    public Task On_python3_slow_and_oversized_servers_are_left() => LeftAsync("leaves-python3", "TimeoutError");

    [Python27Fact]
    public Task On_python27_slow_and_oversized_servers_are_left() => LeftAsync("leaves-python27", "timeout");

    private async Task ReachAsync(string app, params string[] clients)
    {
        var (web, silo) = (apps.Web, await apps.SiloAsync());
        using var browser = silo.Client(app);
        if (clients.Contains("urlfetch"))
            Assert.Equal(32 << 20, (await AskAsync(browser, "urlfetch", web.Url($"/bytes?count={32 << 20}"))).Length);
        foreach (var client in clients)
        {
            foreach (var origin in new[] { $"http://127.0.0.1:{web.Port}", $"https://127.0.0.1:{web.SecurePort}" })
            {
                var answer = await AskAsync(browser, client, $"{origin}/echo?x=1");
                Assert.True(answer.Status == 200, $"{client} {origin}: {answer}");
                Assert.Contains("/echo?x=1\n", answer.Body, StringComparison.Ordinal);
                Assert.Contains($"Host: {new Uri(origin).Authority}\n", answer.Body, StringComparison.Ordinal);
                if (client != "urllib")
                    Assert.Contains("X-Mine: 1\n", answer.Body, StringComparison.Ordinal);
            }

            // No name leads there but those in the certificate.
            var stranger = await AskAsync(browser, client, $"https://localhost:{web.SecurePort}/echo");
            Assert.True(stranger.Error is not null, $"{client}: {stranger}");
            if (client != "httplib")
                Assert.Contains("/echo\n", (await AskAsync(browser, client, web.Url("/redirect?to=/echo"))).Body, StringComparison.Ordinal);
        }
    }

    private async Task RefusedAsync(string app)
    {
        var (web, silo) = (apps.Web, await apps.SiloAsync());
        using var browser = silo.Client(app);
        foreach (var client in new[] { "urllib", "urlfetch" })
        {
            foreach (var url in new[] { "http://127.0.0.2:8080/", $"http://[::1]:{silo.AdminPort}/api/instances", "http://169.254.169.254/", web.Url($"/redirect?to=http://127.0.0.2:{web.Port}/echo") })
            {
                var answer = await AskAsync(browser, client, url);
                Assert.Contains("may not be reached", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    private async Task LeftAsync(string app, string timeout)
    {
        var (web, silo) = (sparing.Web, await sparing.SiloAsync());
        using var browser = silo.Client(app);
        var slow = $"http://127.0.0.1:{web.Raw(null)}/";
        Assert.Equal("DeadlineExceededError", (await AskAsync(browser, "urlfetch", slow, 0.3)).Error);
        Assert.Equal(timeout, (await AskAsync(browser, "urllib", slow, 0.3)).Error);

        // 100 GB that come as 100 MB.
        Assert.Equal("ResponseTooLargeError", (await AskAsync(browser, "urlfetch", web.Url("/gzip?count=100000000000"))).Error);
        Assert.Equal(100_000, (await AskAsync(browser, "urllib", web.Url("/bytes?count=100000"))).Length);
        Assert.Contains("larger than the platform takes", (await AskAsync(browser, "urllib", web.Url("/bytes?count=100001"))).Text, StringComparison.Ordinal);
    }

    private static async Task<Outcome> AskAsync(HttpClient browser, string client, string url, double timeout = 20)
    {
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
