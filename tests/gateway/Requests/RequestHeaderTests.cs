using System.Text;

namespace Actors.Gateway.Tests.Requests;

/// <summary>Every rule for request headers, over a real socket.</summary>
public class RequestHeaderTests
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n";
    private const string Python3 = "runtime: python3\n";

    public static IEnumerable<object?[]> Headers => Table.Rows("Requests/headers.table");

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task An_app_sees_what_the_table_says(string header, string variable, string? onPython27, string? onPython3)
    {
        Assert.Equal(onPython27, await SeenAsync(Python27, variable, header));
        Assert.Equal(onPython3, await SeenAsync(Python3, variable, header));
    }

    [Theory]
    [InlineData("X-Hop", "HTTP_X_HOP", null)]
    [InlineData("x-other,, X-HOP\t", "HTTP_X_HOP", null)]
    [InlineData("X-Hop-Two", "HTTP_X_HOP", "1")]
    [InlineData("Host", "HTTP_HOST", "localhost")]
    [InlineData("X-Appengine-User-IP", "HTTP_X_APPENGINE_USER_IP", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "HTTP_X_FORWARDED_FOR", "127.0.0.1")]
    public async Task Headers_that_Connection_names_are_for_the_gateway(string connection, string variable, string? expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.SendRawAsync(Encoding.ASCII.GetBytes(
            $"GET / HTTP/1.1\r\nHost: localhost\r\nX-Hop: 1\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: {connection}\r\n\r\n"
            + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), isHead: true);

        Assert.Equal(expected, gateway.Dispatched.First().Environ.GetValueOrDefault(variable));
    }

    [Theory]
    [InlineData(Python3, 8192, 200)]
    [InlineData(Python3, 8193, 400)]
    [InlineData(Python27, 8193, 200)]
    public async Task A_header_of_more_than_8_KiB_is_refused_on_python3(string appYaml, int length, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(appYaml);

        Assert.Equal(expected, (await gateway.GetAsync("/", $"X-Long: {new string('a', length - "X-Long".Length)}")).Status);
        Assert.Equal(expected == 200 ? 1 : 0, gateway.Dispatched.Count);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    public async Task A_body_where_none_belongs_is_refused(string method)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal(400, (await gateway.SendAsync($"{method} / HTTP/1.1", null, "x"u8.ToArray())).Status);
        Assert.Equal(400, (await gateway.SendAsync($"{method} / HTTP/1.1", ["Transfer-Encoding: chunked"], "1\r\nx\r\n0\r\n\r\n"u8.ToArray())).Status);
        Assert.Empty(gateway.Dispatched);
        Assert.Equal(200, (await gateway.SendAsync($"{method} / HTTP/1.1", null, [])).Status);
        Assert.Equal(200, (await gateway.SendAsync($"{method} / HTTP/1.1", ["Transfer-Encoding: chunked"], "0\r\n\r\n"u8.ToArray())).Status);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Other_methods_may_have_a_body(string method)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal(200, (await gateway.SendAsync($"{method} / HTTP/1.1", null, "x"u8.ToArray())).Status);
        Assert.Equal("x", Assert.Single(gateway.Dispatched).Text);
    }

    [Theory]
    [InlineData("automatic_scaling: {max_instances: 2}", "600000", null)]
    [InlineData("basic_scaling: {max_instances: 2}", "86400000", "default")]
    [InlineData("manual_scaling: {instances: 2}", "86400000", "default")]
    public async Task Scaling_decides_how_long_a_request_may_take(string scaling, string milliseconds, string? backend)
    {
        Assert.Equal(milliseconds, await SeenAsync($"{Python3}{scaling}\n", "HTTP_X_APPENGINE_TIMEOUT_MS"));
        Assert.Equal(backend, await SeenAsync($"{Python27}{scaling}\n", "BACKEND_ID"));
    }

    [Theory]
    [InlineData("localhost", "shop.localhost")]
    [InlineData("localhost:8080", "shop.localhost:8080")]
    [InlineData("[::1]:8080", "shop.localhost:8080")]
    [InlineData("[::1]", "shop.localhost")]
    [InlineData("1-dot-default-dot-SHOP.localhost:1", "shop.localhost:1")]
    [InlineData("localhost:65536", "shop.localhost:65536")]
    public async Task The_default_version_is_named_with_the_port_of_the_request(string host, string expected) =>
        Assert.Equal(expected, await SeenAsync(Python27, "DEFAULT_VERSION_HOSTNAME", $"Host: {host}"));

    [Fact]
    public async Task Python3_has_the_ids_as_headers_too()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(environ["REQUEST_LOG_ID"], environ["HTTP_X_APPENGINE_REQUEST_LOG_ID"]);
        Assert.Equal(environ["REQUEST_ID_HASH"], environ["HTTP_X_APPENGINE_REQUEST_ID_HASH"]);
    }

    private static async Task<string?> SeenAsync(string appYaml, string variable, params string[] headers)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(appYaml);
        await gateway.GetAsync("/", headers);
        return Assert.Single(gateway.Dispatched).Environ.GetValueOrDefault(variable);
    }
}
