namespace Actors.Gateway.Tests.Access;

/// <summary><c>secure</c>, behind a proxy that says over which scheme a client came.</summary>
public class SecureTests
{
    private const string Yaml = """
        runtime: python3
        handlers:
        - url: /always
          script: auto
          secure: always
        - url: /moved
          script: auto
          secure: always
          redirect_http_response_code: 301
        - url: /never
          script: auto
          secure: never
        - url: /static
          static_dir: static
          secure: always
        - url: /.*
          script: auto
        """;

    [Theory]
    [InlineData("/always?a=b&c", "http", 302, "https://shop.localhost/always?a=b&c")]
    [InlineData("/always", "https", 200, null)]
    [InlineData("/moved?x", "http", 301, "https://shop.localhost/moved?x")]
    [InlineData("/never?a=b", "https", 302, "http://shop.localhost/never")]
    [InlineData("/never", "http", 200, null)]
    [InlineData("/static/a.txt", "http", 302, "https://shop.localhost/static/a.txt")]
    [InlineData("/static/a.txt", "https", 200, null)]
    [InlineData("/other", "http", 200, null)]
    [InlineData("/other", "https", 200, null)]
    public async Task A_handler_is_served_over_the_scheme_it_wants(string target, string scheme, int status, string? location)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml, configure: options => options.TrustedProxies = ["127.0.0.0/8"]);
        gateway.Write("static/a.txt", "a");

        var response = await gateway.GetAsync(target, "Host: shop.localhost:8080", $"X-Forwarded-Proto: {scheme}");

        Assert.Equal((status, location), (response.Status, response["Location"]));
    }

    [Fact]
    public async Task Where_nobody_answers_https_a_developer_is_served_over_http()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml, development: true);

        Assert.Equal(200, (await gateway.GetAsync("/always")).Status);
    }
}
