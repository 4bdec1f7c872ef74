using System.Text;
using static Actors.Services.UrlFetch.Contract.URLFetchRequest.Types;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Fetches from real servers: methods, headers, redirects, what servers do wrong.</summary>
public sealed class FetchTests(Web web) : IClassFixture<Web>, IDisposable
{
    private readonly Fetching _fetching = new();

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData(RequestMethod.Get, null)]
    [InlineData(RequestMethod.Delete, null)]
    [InlineData(RequestMethod.Post, "a=1")]
    [InlineData(RequestMethod.Put, "a=1")]
    [InlineData(RequestMethod.Patch, "a=1")]
    public async Task Each_method_with_its_body(RequestMethod method, string? payload)
    {
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url("/echo?x=%41"), method, payload));

        Assert.Equal((200, "OK"), (response.StatusCode, response.Reason));
        Assert.StartsWith($"{method.ToString().ToUpperInvariant()} /echo?x=%41\n", Text(response.Content), StringComparison.Ordinal);
        Assert.EndsWith($"\n\n{payload}", Text(response.Content), StringComparison.Ordinal);
        Assert.Equal(["one", "two"], response.Header.Where(header => header.Key == "X-Twice").Select(header => header.Value));
        Assert.False(response.HasFinalUrl);
    }

    [Theory]
    [InlineData("/a/../echo?x=%41%2f..")]
    [InlineData("/./echo?[x]=|")]
    public async Task The_path_goes_out_as_it_was_written(string path)
    {
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url(path)));
        Assert.Equal(path, response.Header.Single(header => header.Key == "X-Target").Value);
    }

    [Fact]
    public async Task Head_has_headers_and_no_body()
    {
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url("/bytes?count=1000"), RequestMethod.Head));

        Assert.Equal((200, 0), (response.StatusCode, response.Content.Length));
    }

    [Fact]
    public async Task Headers_go_out_as_app_engine_lets_them()
    {
        var text = Text((await _fetching.FetchAsync(Fetching.Request(
            web.Url("/echo"), RequestMethod.Post, "x", ("X-Mine", "1"), ("x-mine", "2"), ("User-Agent", "Mine/1"), ("Content-Length", "77"), ("Host", "other.example"), ("Vary", "x"), ("Via", "x"),
            ("X-Forwarded-For", "8.8.8.8"), ("X-ProxyUser-IP", "8.8.8.8"), ("X-AppEngine-Country", "x"), ("X-Google-Thing", "x"), ("Transfer-Encoding", "chunked"), ("Connection", "X-Mine"),
            ("Latin", "caf\u00e9")))).Content);

        foreach (var line in new[]
        {
            "X-Mine: 1, 2\n", "User-Agent: Mine/1 AppEngine-Google; (+http://code.google.com/appengine; appid: s~shop)\n", "Content-Length: 1\n", $"Host: 127.0.0.1:{web.Port}\n",
            "Content-Type: application/x-www-form-urlencoded\n", "Accept-Encoding: gzip\n", "Latin: caf\u00e9\n",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
        foreach (var name in new[] { "Vary", "Via", "X-Forwarded-For", "X-ProxyUser-IP", "X-AppEngine", "X-Google", "Transfer-Encoding", "Connection", "traceparent" })
            Assert.DoesNotContain(name, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task From_a_socket_headers_go_out_as_they_are()
    {
        var request = Fetching.Request(web.Url("/echo"), RequestMethod.Get, null, ("Host", "other.example"), ("Via", "x"), ("X-AppEngine-Country", "x"), ("Content-Length", "77"));
        (request.AsSent, request.OtherMethod) = (true, "PROPFIND");
        var text = Text((await _fetching.FetchAsync(request)).Content);

        Assert.StartsWith("PROPFIND /echo\nContent-Length: 0\nHost: other.example\nVia: x\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bad Name", "x")]
    [InlineData("", "x")]
    [InlineData("X", "a\r\nY: b")]
    [InlineData("X", "a\nY: b")]
    [InlineData("X\r\nY", "b")]
    [InlineData("X", "a\0")]
    public async Task A_header_cannot_be_two(string name, string value) =>
        Assert.Equal(ErrorCode.FetchError, (await _fetching.FailAsync(Fetching.Request(web.Url("/echo"), headers: (name, value)))).Code);

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("GET /x HTTP/1.1\r\nX:")]
    [InlineData("")]
    public async Task A_socket_cannot_send_any_method(string method)
    {
        var request = Fetching.Request(web.Url("/echo"));
        (request.AsSent, request.OtherMethod) = (true, method);
        Assert.Equal(ErrorCode.FetchError, (await _fetching.FailAsync(request)).Code);
    }

    [Fact]
    public async Task Gzip_is_taken_off_unless_the_app_asked_for_it()
    {
        var plain = await _fetching.FetchAsync(Fetching.Request(web.Url("/gzip?count=100000")));
        Assert.Equal(100_000, plain.Content.Length);
        Assert.DoesNotContain(plain.Header, header => header.Key == "Content-Encoding");
        Assert.All(plain.Header.Where(header => header.Key == "Content-Length"), header => Assert.Equal("100000", header.Value));

        var asked = await _fetching.FetchAsync(Fetching.Request(web.Url("/gzip?count=100000"), headers: ("accept-encoding", "gzip")));
        Assert.InRange(asked.Content.Length, 1, 1000);
        Assert.Contains(asked.Header, header => header is { Key: "Content-Encoding", Value: "gzip" });
    }

    [Theory]
    [InlineData(301, RequestMethod.Post, "GET", "")]
    [InlineData(302, RequestMethod.Put, "GET", "")]
    [InlineData(303, RequestMethod.Delete, "GET", "")]
    [InlineData(302, RequestMethod.Get, "GET", "")]
    [InlineData(307, RequestMethod.Post, "POST", "a=1")]
    [InlineData(308, RequestMethod.Post, "POST", "a=1")]
    public async Task A_redirect_is_followed(int status, RequestMethod method, string then, string body)
    {
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url($"/redirect?status={status}&to=/echo%3Fthen"), method, method == RequestMethod.Get ? null : "a=1", ("X-Mine", "1")));

        var text = Text(response.Content);
        Assert.StartsWith($"{then} /echo?then\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\n\n{body}", text, StringComparison.Ordinal);
        Assert.Contains("X-Mine: 1\n", text, StringComparison.Ordinal);
        Assert.Equal(web.Url("/echo?then"), response.FinalUrl);
    }

    [Theory]
    [InlineData(300, "/echo")]
    [InlineData(304, "/echo")]
    [InlineData(302, "")]
    public async Task What_is_no_redirect_is_the_response(int status, string to) =>
        Assert.Equal(status, (await _fetching.FetchAsync(Fetching.Request(web.Url($"/redirect?status={status}&to={to}")))).StatusCode);

    [Fact]
    public async Task A_redirect_is_the_response_when_the_app_does_not_want_to_follow()
    {
        var request = Fetching.Request(web.Url("/redirect?to=/echo"));
        request.FollowRedirects = false;
        var response = await _fetching.FetchAsync(request);

        Assert.Equal((302, "gone"), (response.StatusCode, Text(response.Content)));
        Assert.Contains(response.Header, header => header is { Key: "Location", Value: "/echo" });
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_no_sixth()
    {
        Assert.Equal(web.Url("/echo"), (await _fetching.FetchAsync(Fetching.Request(web.Url("/loop?left=4")))).FinalUrl);
        Assert.Equal(ErrorCode.TooManyRedirects, (await _fetching.FailAsync(Fetching.Request(web.Url("/loop?left=5")))).Code);
    }

    [Fact]
    public async Task What_says_who_the_app_is_does_not_go_to_another_host()
    {
        _fetching.Names["other.example"] = [[System.Net.IPAddress.Loopback]];
        (string, string)[] headers = [("Authorization", "secret"), ("Cookie", "secret"), ("X-Mine", "1")];

        var same = Text((await _fetching.FetchAsync(Fetching.Request(web.Url("/redirect?to=/echo"), headers: headers))).Content);
        var other = Text((await _fetching.FetchAsync(Fetching.Request(web.Url($"/redirect?to=http://other.example:{web.Port}/echo"), headers: headers))).Content);

        Assert.Contains("Authorization: secret\nCookie: secret\n", same, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", other, StringComparison.Ordinal);
        Assert.Contains($"Host: other.example:{web.Port}\n", other, StringComparison.Ordinal);
        Assert.Contains("X-Mine: 1\n", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://127.0.0.1:25/")]
    public async Task A_redirect_to_what_cannot_be_fetched_fails(string to) =>
        Assert.Equal(ErrorCode.InvalidUrl, (await _fetching.FailAsync(Fetching.Request(web.Url($"/redirect?to={to}")))).Code);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", ErrorCode.Closed)]
    [InlineData("", ErrorCode.Closed)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", ErrorCode.MalformedReply)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ErrorCode.MalformedReply)]
    [InlineData("HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n", ErrorCode.FetchError)]
    public async Task What_servers_do_wrong_has_a_code(string answer, ErrorCode expected) =>
        Assert.Equal(expected, (await _fetching.FailAsync(Fetching.Request($"http://127.0.0.1:{web.Raw(answer)}/"))).Code);

    [Fact]
    public async Task A_body_that_is_not_gzip_is_malformed() =>
        Assert.Equal(ErrorCode.MalformedReply, (await _fetching.FailAsync(Fetching.Request(web.Url("/nogzip")))).Code);

    [Fact]
    public async Task A_host_that_is_not_there_is_a_dns_error()
    {
        var (code, detail) = await _fetching.FailAsync(Fetching.Request("http://nowhere.example/"));
        Assert.Equal(ErrorCode.DnsError, code);
        Assert.Contains("nowhere.example", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_is_a_connection_error()
    {
        var (code, detail) = await _fetching.FailAsync(Fetching.Request("http://127.0.0.1:1024/"));
        Assert.Equal(ErrorCode.ConnectionError, code);
        Assert.Contains("127.0.0.1, port 1024", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_are_used_again_by_the_same_app_and_never_by_another()
    {
        await _fetching.FetchAsync(Fetching.Request(web.Url("/echo")));
        var before = web.Connections;
        await _fetching.FetchAsync(Fetching.Request(web.Url("/echo")));
        Assert.Equal(before, web.Connections);

        await _fetching.FetchAsync(Fetching.Request(web.Url("/echo")), app: "other");
        Assert.Equal(before + 1, web.Connections);
        Assert.Equal((1, 1), (_fetching.Service.UsageOf("shop").Connections, _fetching.Service.UsageOf("other").Connections));
    }

    private static string Text(Google.Protobuf.ByteString content) => Encoding.Latin1.GetString(content.Span);
}
