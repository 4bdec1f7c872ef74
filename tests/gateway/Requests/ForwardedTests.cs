using System.Net;
using System.Text;
using Actors.Gateway.Requests;

namespace Actors.Gateway.Tests.Requests;

/// <summary>Whose word about a client is taken.</summary>
public class ForwardedTests
{
    public static IEnumerable<object?[]> Chains => Table.Rows("Requests/forwarded.table");

    [Theory]
    [MemberData(nameof(Chains))]
    public void The_client_is_the_rightmost_address_that_is_not_trusted(string chain, string peer, string client, string left)
    {
        var proxies = TrustedProxies.Parse(["10.0.0.0/8", "192.0.2.7", "fd00::/8"], out _)!;

        var found = ForwardedRequest.Client(chain, IPAddress.Parse(peer), proxies, out var rest);

        Assert.Equal((IPAddress.Parse(client), left), (found, rest));
    }

    [Fact]
    public void Whatever_a_client_writes_it_cannot_choose_its_address()
    {
        var proxies = TrustedProxies.Parse(["10.0.0.0/8"], out _)!;
        var random = new Random(7);
        const string Alphabet = "10.:, []afx%\"; 2";
        for (var round = 0; round < 5000; round++)
        {
            var said = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);

            var client = ForwardedRequest.Client($"{said}, 198.51.100.1, 10.0.0.2", IPAddress.Parse("10.0.0.1"), proxies, out var rest);

            Assert.Equal(IPAddress.Parse("198.51.100.1"), client);
            Assert.Equal(said.Trim(), rest);
        }
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_address_scheme_and_host_are_the_clients()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.TrustedProxies = ["127.0.0.1"]);

        await gateway.GetAsync("/", "Host: inside:99", "X-Forwarded-For: 1.1.1.1, 198.51.100.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: 1-dot-default-dot-shop.localhost");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(("198.51.100.1", "198.51.100.1", "1.1.1.1, 198.51.100.1"), (environ["REMOTE_ADDR"], environ["HTTP_X_APPENGINE_USER_IP"], environ["HTTP_X_FORWARDED_FOR"]));
        Assert.Equal(("on", "https", "on"), (environ["HTTPS"], environ["HTTP_X_FORWARDED_PROTO"], environ["HTTP_X_APPENGINE_HTTPS"]));
        Assert.Equal(("1-dot-default-dot-shop.localhost", "443"), (environ["SERVER_NAME"], environ["SERVER_PORT"]));
        Assert.Equal("1-dot-default-dot-shop.localhost", environ["HTTP_HOST"]);
    }

    [Theory]
    [InlineData("https", "on")]
    [InlineData("HTTPS", "on")]
    [InlineData("http, https", "on")]
    [InlineData("https, http", "off")]
    [InlineData("ftp", "off")]
    [InlineData("", "off")]
    public async Task The_nearest_proxy_says_the_scheme(string proto, string https)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.TrustedProxies = ["127.0.0.0/8"]);

        await gateway.GetAsync("/", $"X-Forwarded-Proto: {proto}");

        Assert.Equal(https, Assert.Single(gateway.Dispatched).Environ["HTTPS"]);
    }

    [Fact]
    public async Task What_one_request_of_a_connection_said_is_not_said_for_the_next()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.TrustedProxies = ["127.0.0.1"]);

        await gateway.SendRawAsync(Encoding.ASCII.GetBytes(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\r\n"
            + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), isHead: true);

        Assert.Equal(
            [("198.51.100.1", "on"), ("127.0.0.1", "off")],
            gateway.Dispatched.Select(request => (request.Environ["REMOTE_ADDR"], request.Environ["HTTPS"])));
    }

    [Theory]
    [InlineData("10.0.0.0/8", null)]
    [InlineData("::1", null)]
    [InlineData("10.0.0.1/8", null)]
    [InlineData("10.0.0.0/33", "10.0.0.0/33")]
    [InlineData("proxy.example", "proxy.example")]
    [InlineData("", "")]
    public void What_is_no_network_is_named(string network, string? wrong)
    {
        TrustedProxies.Parse(["192.0.2.1", network], out var found);

        Assert.Equal(wrong, found);
    }

    [Fact]
    public void Wrong_settings_are_all_named_at_once()
    {
        var result = new GatewayOptionsValidator().Validate(null, new GatewayOptions { Address = "here", TrustedProxies = ["x"], GeographyFile = "/nonexistent.mmdb" });

        Assert.Equal(3, result.Failures!.Count());
        Assert.Contains(result.Failures!, each => each.StartsWith("Gateway:TrustedProxies has \"x\"; allowed are", StringComparison.Ordinal));
        Assert.Contains(result.Failures!, each => each.StartsWith("Gateway:GeographyFile is \"/nonexistent.mmdb\", which is not there", StringComparison.Ordinal));
    }
}
