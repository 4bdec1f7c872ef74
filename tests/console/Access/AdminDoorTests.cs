namespace Actors.Console.Tests.Access;

/// <summary>The door over real sockets.</summary>
public sealed class AdminDoorTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_name_that_was_made_to_lead_here_is_refused()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1"]);
        Assert.Equal("The admin API is asked for by the names of this machine alone, such as localhost, and not as 'evil.example'.", (await silo.SendAsync("GET", "/api/apps", null, "Host: evil.example")).Problem(403));
        Assert.Equal(200, (await silo.SendAsync("GET", "/api/apps", null, "Host: localhost:8000")).Status);
    }

    [Fact]
    public async Task A_web_page_of_another_origin_stops_nothing()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1", "shop/default/v2"]);
        const string Path = "/api/apps/shop/services/default/versions/v2/stop";
        Assert.Equal("A web page of another origin may change nothing here.", (await silo.SendAsync("POST", Path, null, "Origin: http://shop.localhost:8080")).Problem(403));
        Assert.Equal(403, (await silo.SendAsync("POST", Path, null, "Sec-Fetch-Site: cross-site")).Status);
        Assert.Equal("serving", (await silo.GetAsync("/api/apps/shop/services/default/versions/v2")).GetProperty("state").GetString());
        Assert.Equal(200, (await silo.SendAsync("POST", Path)).Status);
    }

    [Fact]
    public async Task With_a_token_everything_but_health_wants_it()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1"], static options => (options.Address, options.Token) = ("*", Token));
        foreach (var path in new[] { "/api/apps", "/api/instances", "/openapi.json", "/nothing" })
            Assert.StartsWith("The admin API wants its token", (await silo.SendAsync("GET", path, null, "Host: silo.example")).Problem(401), StringComparison.Ordinal);
        Assert.Equal(200, (await silo.SendAsync("GET", "/health")).Status);
        Assert.Equal(200, (await silo.SendAsync("GET", "/api/apps", null, $"Authorization: Bearer {Token}", "Host: silo.example")).Status);
        Assert.Equal(401, (await silo.SendAsync("GET", "/api/apps", null, $"Authorization: Bearer {Token[1..]}")).Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_a_problem_with_a_sentence()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1"]);
        Assert.Equal("There is nothing at /api/nothing; /openapi.json lists what there is.", (await silo.SendAsync("GET", "/api/nothing")).Problem(404));
        Assert.Equal("PUT is not for /api/apps; allowed is GET.", (await silo.SendAsync("PUT", "/api/apps", "{}")).Problem(405));
        const string Traffic = "/api/apps/shop/services/default/traffic";
        Assert.Contains("body", (await silo.SendAsync("PUT", Traffic, "{\"shares\": ")).Problem(400), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'share'", (await silo.SendAsync("PUT", Traffic, "{\"share\": {\"v1\": 1}}")).Problem(400), StringComparison.Ordinal);
        Assert.Contains("$.splitBy", (await silo.SendAsync("PUT", Traffic, "{\"shares\": {\"v1\": 1}, \"splitBy\": \"foo\"}")).Problem(400), StringComparison.Ordinal);
        Assert.Contains("body", (await silo.SendAsync("PUT", Traffic, "{\"share\": {}}")).Problem(400), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("The body has no `shares`.", (await silo.SendAsync("PUT", Traffic, "{}")).Problem(400));
        using var form = new StringContent("shares=v1", System.Text.Encoding.UTF8, "text/plain");
        using var response = await silo.Client.PutAsync(Traffic, form);
        Assert.Equal(415, (int)response.StatusCode);
        Assert.Contains("The body must be JSON", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
