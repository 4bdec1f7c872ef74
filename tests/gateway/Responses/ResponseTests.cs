using System.Text;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Responses;

/// <summary>What a client sees of an answer, over a real socket.</summary>
public class ResponseTests
{
    [Fact]
    public async Task Status_headers_and_body_arrive()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("made", 201, ("Content-Type", "text/plain"), ("Location", "/x"), ("X-Own", "1"));

        var response = await gateway.GetAsync("/");

        Assert.Equal((201, "made", "text/plain", "/x", "1", "4"), (response.Status, response.Text, response["Content-Type"], response["Location"], response["X-Own"], response["Content-Length"]));
        Assert.NotNull(response["Date"]);
        Assert.Null(response["Server"]);
    }

    [Fact]
    public async Task Without_a_type_it_is_html()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal("text/html", (await gateway.GetAsync("/"))["Content-Type"]);
    }

    [Fact]
    public async Task Cookies_stay_apart()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("", 200, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Path=/, x"));

        Assert.Equal(["a=1", "b=2; Path=/, x"], (await gateway.GetAsync("/")).All("Set-Cookie"));
    }

    [Theory]
    [InlineData("Connection", "keep-alive, X-Own")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Length", "999")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Proxy-Authenticate", "Basic")]
    [InlineData("Server", "mine")]
    [InlineData("Strict-Transport-Security", "max-age=1")]
    [InlineData("Trailer", "X")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("X-Split", "a\r\nX-Injected: 1")]
    [InlineData("X-Split\r\nX-Injected", "1")]
    [InlineData("X-Line", "a\nb")]
    [InlineData("X-Null", "a\0b")]
    [InlineData("X-Bell", "\a")]
    [InlineData("X-Delete", "\x7f")]
    [InlineData("X-Latin", "caf\u00e9")]
    [InlineData("X-Caf\u00e9", "a")]
    [InlineData("X Space", "a")]
    [InlineData("X:Colon", "a")]
    [InlineData("", "a")]
    public async Task A_header_that_an_app_may_not_set_does_not_arrive(string name, string value)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok", 200, (name, value), ("X-Own", "1"));

        var response = await gateway.GetAsync("/");

        Assert.Equal(("ok", "2", "1"), (response.Text, response["Content-Length"], response["X-Own"]));
        Assert.DoesNotContain("Injected", response.Head, StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, header => header.Name == name && header.Value == value);
    }

    [Fact]
    public async Task The_date_is_the_servers()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok", 200, ("Date", "Mon, 01 Jan 1990 00:00:00 GMT"));

        Assert.DoesNotContain("1990", (await gateway.GetAsync("/"))["Date"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task Some_statuses_have_no_body(int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("body", status, ("ETag", "\"x\""));

        var response = await gateway.GetAsync("/");

        Assert.Equal((status, "", null, "\"x\""), (response.Status, response.Text, response["Content-Length"], response["ETag"]));
    }

    [Theory]
    [InlineData("body", null, "4")]
    [InlineData("", "1234", "1234")]
    [InlineData("", "12x", "0")]
    [InlineData("", null, "0")]
    public async Task HEAD_has_the_length_and_no_body(string body, string? said, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => said is null ? Answer.Of(body) : Answer.Of(body, 200, ("Content-Length", said));

        var response = await gateway.SendAsync("HEAD / HTTP/1.1");

        Assert.Equal((200, "", expected), (response.Status, response.Text, response["Content-Length"]));
    }

    [Theory]
    [InlineData(33_554_432, 200, 33_554_432)]
    [InlineData(33_554_433, 500, 0)]
    public async Task An_answer_may_have_32_MiB(int length, int status, int received)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var body = new byte[length];
        gateway.App = _ => Answer.Of(body);

        var response = await gateway.GetAsync("/");

        Assert.Equal((status, received), (response.Status, response.Body.Length));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(600)]
    public async Task A_status_that_is_none_becomes_500(int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("x", status);

        Assert.Equal(500, (await gateway.GetAsync("/")).Status);
        Assert.Contains($"status {status}", (await gateway.RecordAsync()).PlatformLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_traceback_is_for_developers_only(bool development)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(development: development);
        gateway.App = _ => Answer.Of(Encoding.UTF8.GetBytes("Traceback:\n  File \"main.py\"\nTypeError: <script>"), 500, [("Content-Type", "text/plain"), ("X-Own", "1")], null, ResponseError.AppFailure);

        var response = await gateway.GetAsync("/");

        Assert.Equal((500, "text/html; charset=utf-8", null), (response.Status, response["Content-Type"], response["X-Own"]));
        Assert.Equal(development, response.Text.Contains("TypeError: &lt;script&gt;", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_is_not_there_is_404()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of([], 404, error: ResponseError.HandlerNotFound);

        Assert.Equal(404, (await gateway.GetAsync("/")).Status);
    }

    [Fact]
    public async Task An_answer_that_breaks_the_protocol_is_500()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => new DispatchResult(DispatchOutcome.Served, [1, 2, 3]);

        Assert.Equal(500, (await gateway.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData(DispatchOutcome.Unavailable, false, 503, "The app is busy")]
    [InlineData(DispatchOutcome.Unavailable, true, 503, "Remedy sentence.")]
    [InlineData(DispatchOutcome.Failed, false, 500, "could not answer")]
    [InlineData(DispatchOutcome.Failed, true, 500, "Explanation &amp; more.")]
    public async Task What_no_instance_served_says_so(DispatchOutcome outcome, bool development, int status, string text)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(development: development);
        gateway.App = _ => new DispatchResult(outcome, null, "Summary sentence.", "Explanation & more.", "Remedy sentence.");

        var response = await gateway.GetAsync("/");

        Assert.Equal(status, response.Status);
        Assert.Contains(text, response.Text, StringComparison.Ordinal);
        Assert.Equal("Summary sentence. Explanation & more. Remedy sentence.", (await gateway.RecordAsync()).PlatformLine);
    }

    [Fact]
    public async Task A_failure_of_the_gateway_itself_is_500_and_the_next_request_is_served()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => throw new InvalidOperationException("secret");

        var response = await gateway.GetAsync("/");
        gateway.App = _ => Answer.Of("ok");

        Assert.Equal(500, response.Status);
        Assert.DoesNotContain("secret", response.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_404()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal(404, (await gateway.GetAsync("/", "Host: example.com")).Status);
        Assert.Equal("-", (await gateway.RecordAsync()).Version);
    }

    [Fact]
    public async Task A_path_without_a_handler_is_404()
    {
        await using var gateway = await GatewayEnvironment.StartAsync("runtime: python3\nhandlers: [{url: /a, script: auto}]\n");

        Assert.Equal((200, 404), ((await gateway.GetAsync("/a")).Status, (await gateway.GetAsync("/b")).Status));
    }

    [Fact]
    public async Task While_app_yaml_has_errors_the_developer_sees_them()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(development: true);
        gateway.Fresh = version => VersionRoute.Broken(version.Deployment, [new("app.yaml", 2, 1, "The key \"<x>\" is not known.", "Remove it.")]);

        var response = await gateway.GetAsync("/");

        Assert.Equal(500, response.Status);
        Assert.Contains("app.yaml:2:1: The key &quot;&lt;x&gt;&quot; is not known. Remove it.", response.Text, StringComparison.Ordinal);
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task A_changed_directory_is_live_on_the_next_request()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(development: true);
        await gateway.GetAsync("/");
        gateway.Fresh = version => VersionRoute.Compile(version.Deployment with { Generation = 2, Configuration = "runtime: python3\nhandlers: [{url: /.*, script: changed.app}]\n" });

        await gateway.GetAsync("/");

        Assert.Equal(["main:app", "changed.app"], gateway.Dispatched.Select(request => request.Script));
    }

    [Fact]
    public async Task A_deployed_version_is_never_asked_whether_it_changed()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/");

        Assert.Equal(0, gateway.FreshAsked);
    }
}
