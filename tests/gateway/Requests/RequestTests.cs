using System.Text;

namespace Actors.Gateway.Tests.Requests;

/// <summary>What an app sees of a request, over a real socket.</summary>
public class RequestTests
{
    [Fact]
    public async Task The_environ_says_what_the_client_sent()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/a%20b/caf%C3%A9%2Fx?q=%20y&z", "Host: Shop.localhost:8080", "User-Agent: test", "X-Custom-Header: 1", "Accept-Language: de");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal("GET", environ["REQUEST_METHOD"]);
        Assert.Equal("/a b/caf\u00c3\u00a9/x", environ["PATH_INFO"]); // Latin-1 characters for UTF-8 bytes
        Assert.Equal("/a%20b/caf%C3%A9%2Fx", environ["REQUEST_URI"]);
        Assert.Equal("q=%20y&z", environ["QUERY_STRING"]);
        Assert.Equal("", environ["SCRIPT_NAME"]);
        Assert.Equal("HTTP/1.1", environ["SERVER_PROTOCOL"]);
        Assert.Equal(("Shop.localhost", "8080", "Shop.localhost:8080"), (environ["SERVER_NAME"], environ["SERVER_PORT"], environ["HTTP_HOST"]));
        Assert.Equal("127.0.0.1", environ["REMOTE_ADDR"]);
        Assert.Equal("off", environ["HTTPS"]);
        Assert.Equal(("test", "1", "de"), (environ["HTTP_USER_AGENT"], environ["HTTP_X_CUSTOM_HEADER"], environ["HTTP_ACCEPT_LANGUAGE"]));
        Assert.Matches("^[0-9a-f]{64}$", environ["REQUEST_LOG_ID"]);
        Assert.Matches("^[0-9A-F]{8}$", environ["REQUEST_ID_HASH"]);
        Assert.DoesNotContain("CONTENT_LENGTH", environ);
        Assert.DoesNotContain("CONTENT_TYPE", environ);
    }

    [Theory]
    [InlineData("/a/b//c", "/a/b//c")]
    [InlineData("/%2ex/...", "/.x/...")]
    [InlineData("/%", "/%")]
    [InlineData("/%zz%4", "/%zz%4")]
    [InlineData("/%ff", "/\u00ff")]
    [InlineData("/?", "/")]
    [InlineData("http://shop.localhost/abs?x", "/abs")]
    [InlineData("http://shop.localhost", "/")]
    public async Task The_path_is_what_was_sent_decoded_once(string target, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync(target, target.StartsWith('h') ? "Host: shop.localhost" : "Host: localhost");

        Assert.Equal(expected, Assert.Single(gateway.Dispatched).Environ["PATH_INFO"]);
    }

    [Fact]
    public async Task A_target_without_a_path_is_refused()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal(400, (await gateway.SendAsync("OPTIONS * HTTP/1.1")).Status);
        Assert.Empty(gateway.Dispatched);
    }

    [Theory]
    [InlineData("Connection: keep-alive", "HTTP_CONNECTION")]
    [InlineData("Keep-Alive: 5", "HTTP_KEEP_ALIVE")]
    [InlineData("Accept-Encoding: gzip", "HTTP_ACCEPT_ENCODING")]
    [InlineData("TE: trailers", "HTTP_TE")]
    [InlineData("Upgrade: h2c", "HTTP_UPGRADE")]
    [InlineData("Proxy-Authorization: x", "HTTP_PROXY_AUTHORIZATION")]
    [InlineData("Proxy: http://evil", "HTTP_PROXY")]
    [InlineData("X-Google-Apps-Metadata: x", "HTTP_X_GOOGLE_APPS_METADATA")]
    [InlineData("X-AppEngine-Cron: true", "HTTP_X_APPENGINE_CRON")]
    [InlineData("x-appengine-queuename: default", "HTTP_X_APPENGINE_QUEUENAME")]
    [InlineData("X-Appengine-User-Is-Admin: 1", "HTTP_X_APPENGINE_USER_IS_ADMIN")]
    [InlineData("X-Appengine-Inbound-Appid: other", "HTTP_X_APPENGINE_INBOUND_APPID")]
    [InlineData("X_AppEngine_Cron: true", "HTTP_X_APPENGINE_CRON")]
    [InlineData("X-AppEngine_Cron: true", "HTTP_X_APPENGINE_CRON")]
    [InlineData("Content_Length: 7", "HTTP_CONTENT_LENGTH")]
    public async Task A_header_that_is_not_for_apps_does_not_reach_them(string header, string variable)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/", header);

        Assert.DoesNotContain(variable, Assert.Single(gateway.Dispatched).Environ);
    }

    [Fact]
    public async Task An_unknown_header_of_App_Engines_family_passes()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/", "X-Appengine-Foo: bar");

        Assert.Equal("bar", Assert.Single(gateway.Dispatched).Environ["HTTP_X_APPENGINE_FOO"]);
    }

    [Fact]
    public async Task Headers_that_come_twice_are_joined()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/", "Accept: a", "Accept: b", "Cookie: c=1", "Cookie: d=2", "X-Twice: 1", "X-Twice: 2");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(("a, b", "c=1; d=2", "1, 2"), (environ["HTTP_ACCEPT"], environ["HTTP_COOKIE"], environ["HTTP_X_TWICE"]));
    }

    [Fact]
    public async Task Header_values_keep_their_bytes()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/", "X-Name: caf\u00c3\u00a9 \u00ff");

        Assert.Equal("caf\u00c3\u00a9 \u00ff", Assert.Single(gateway.Dispatched).Environ["HTTP_X_NAME"]);
    }

    [Fact]
    public async Task A_body_arrives_with_its_length_and_type()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.SendAsync("POST / HTTP/1.1", ["Content-Type: text/plain"], "hello"u8.ToArray());

        var request = Assert.Single(gateway.Dispatched);
        Assert.Equal(("hello", "5", "text/plain"), (request.Text, request.Environ["CONTENT_LENGTH"], request.Environ["CONTENT_TYPE"]));
        Assert.DoesNotContain("HTTP_CONTENT_TYPE", request.Environ);
    }

    [Fact]
    public async Task A_chunked_body_arrives_whole_with_a_length()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.SendAsync("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n"u8.ToArray());

        var request = Assert.Single(gateway.Dispatched);
        Assert.Equal(("hello, world", "12"), (request.Text, request.Environ["CONTENT_LENGTH"]));
        Assert.DoesNotContain("HTTP_TRANSFER_ENCODING", request.Environ);
    }

    [Fact]
    public async Task On_python27_a_body_without_a_type_is_a_form_and_nobody_is_signed_in()
    {
        await using var gateway = await GatewayEnvironment.StartAsync("runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n");

        await gateway.SendAsync("POST / HTTP/1.1", null, "a=b"u8.ToArray());

        var request = Assert.Single(gateway.Dispatched);
        Assert.Equal("main.app", request.Script);
        Assert.Equal(("application/x-www-form-urlencoded", "", "0"), (request.Environ["CONTENT_TYPE"], request.Environ["USER_EMAIL"], request.Environ["USER_IS_ADMIN"]));
    }

    [Fact]
    public async Task An_empty_body_has_length_zero()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.SendAsync("POST / HTTP/1.1", null, []);

        Assert.Equal("0", Assert.Single(gateway.Dispatched).Environ["CONTENT_LENGTH"]);
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 413)]
    public async Task A_body_may_be_as_large_as_the_limit(int length, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.MaxRequestBody = 1000);

        Assert.Equal(expected, (await gateway.SendAsync("POST / HTTP/1.1", null, new byte[length])).Status);
        Assert.Equal(expected, (await gateway.SendAsync("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], Chunked(new byte[length]))).Status);
        Assert.Equal(expected == 200 ? 2 : 0, gateway.Dispatched.Count);
    }

    [Fact]
    public async Task Thirty_two_MiB_arrive_byte_for_byte()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var body = new byte[33_554_432];
        new Random(1).NextBytes(body);

        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", null, body)).Status);
        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], Chunked(body))).Status);

        Assert.All(gateway.Dispatched, request => Assert.True(request.Body.AsSpan().SequenceEqual(body)));
        Assert.Equal(2, gateway.Dispatched.Count);
    }

    [Fact]
    public async Task Ids_differ_and_sort_by_time()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        for (var i = 0; i < 5; i++)
            await gateway.GetAsync("/");

        var ids = gateway.Dispatched.Select(request => request.Environ["REQUEST_LOG_ID"]).ToArray();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal([1, 2, 3, 4, 5], gateway.Dispatched.Select(request => request.Id));
    }

    [Fact]
    public async Task Requests_of_one_connection_do_not_see_each_other()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.SendRawAsync(Encoding.ASCII.GetBytes(
            "POST /1 HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\nContent-Length: 3\r\n\r\none"
            + "GET /2?two HTTP/1.1\r\nHost: localhost\r\nX-Two: 2\r\nConnection: close\r\n\r\n"), isHead: true);

        var requests = gateway.Dispatched.ToArray();
        Assert.Equal(("/1", "", "one"), (requests[0].Environ["PATH_INFO"], requests[0].Environ["QUERY_STRING"], requests[0].Text));
        Assert.Equal(("/2", "two", ""), (requests[1].Environ["PATH_INFO"], requests[1].Environ["QUERY_STRING"], requests[1].Text));
        Assert.DoesNotContain("HTTP_X_ONE", requests[1].Environ);
        Assert.DoesNotContain("CONTENT_LENGTH", requests[1].Environ);
    }

    private static byte[] Chunked(byte[] body) => [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
}
