using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Actors.Gateway.Tls;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Tests.Tls;

/// <summary>HTTPS and HTTP/2 on ports of their own, over real sockets.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private const string Yaml = """
        runtime: python3
        handlers:
        - {url: /always, script: auto, secure: always}
        - {url: /moved, script: auto, secure: always, redirect_http_response_code: 301}
        - {url: /never, script: auto, secure: never}
        - {url: /optional, script: auto, secure: optional}
        - {url: /.*, script: auto}
        """;

    private readonly TestCertificates _files = new();
    private readonly X509Certificate2 _certificate = TestCertificates.Make();
    private GatewayEnvironment _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayEnvironment.StartAsync(
        Yaml,
        development: true,
        configure: options => options.H2cPort = 0,
        tls: options => (options.Port, options.Certificate) = (0, _files.Write("both.pem", _certificate.ExportCertificatePem() + "\n" + TestCertificates.Key(_certificate))));

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _certificate.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Each_port_speaks_its_protocols()
    {
        Assert.Equal((HttpVersion.Version11, "http", "off"), await SeenAsync("http", HttpVersion.Version11));
        Assert.Equal((HttpVersion.Version20, "http", "off"), await SeenAsync("h2c", HttpVersion.Version20));
        Assert.Equal((HttpVersion.Version11, "https", "on"), await SeenAsync("https", HttpVersion.Version11));
        Assert.Equal((HttpVersion.Version20, "https", "on"), await SeenAsync("https", HttpVersion.Version20));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SeenAsync("http", HttpVersion.Version20));
        using var old = Client("h2c", HttpVersion.Version11);
        Assert.Equal(HttpStatusCode.BadRequest, (await old.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task The_client_and_the_server_agree_on_http_2_and_on_tls_1_2_at_least()
    {
        foreach (var offered in new[] { SslApplicationProtocol.Http2, SslApplicationProtocol.Http11 })
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, _gateway.Ports.Https!.Value);
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(Accepting(offered));
            Assert.Equal(offered, tls.NegotiatedApplicationProtocol);
            Assert.True(tls.SslProtocol >= SslProtocols.Tls12);
            Assert.Equal(_certificate.Thumbprint, ((X509Certificate2)tls.RemoteCertificate!).Thumbprint);
        }
    }

    [Theory]
    [InlineData("http", "/always?a=b&c", 302, "https", "/always?a=b&c")]
    [InlineData("http", "/always?", 302, "https", "/always")]
    [InlineData("h2c", "/always?a=b", 302, "https", "/always?a=b")]
    [InlineData("http", "/moved?x=%2F", 301, "https", "/moved?x=%2F")]
    [InlineData("https", "/always?a=b", 200, null, null)]
    [InlineData("https", "/never?a=b", 302, "http", "/never")]
    [InlineData("http", "/never?a=b", 200, null, null)]
    [InlineData("h2c", "/never?a=b", 200, null, null)]
    [InlineData("http", "/optional", 200, null, null)]
    [InlineData("https", "/optional", 200, null, null)]
    public async Task Secure_leads_to_the_port_of_the_other_scheme(string from, string target, int status, string? to, string? rest)
    {
        using var client = Client(from, from == "h2c" ? HttpVersion.Version20 : HttpVersion.Version11);

        var response = await client.GetAsync(target);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(to is null ? null : $"{to}://shop.localhost:{PortOf(to)}{rest}", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("shop.localhost", "https://shop.localhost/always?q")] // whoever stands in front answers at the usual ports
    [InlineData("shop.localhost:9999", "https://shop.localhost/always?q")]
    [InlineData("[::1]:9999", "https://[::1]/always?q")]
    public async Task Who_sees_another_port_than_ours_is_led_to_the_usual_one(string host, string expected)
    {
        var response = await _gateway.GetAsync("/always?q", $"Host: {host}");

        Assert.Equal((302, expected), (response.Status, response["Location"]));
    }

    [Fact]
    public async Task An_app_is_asked_over_http_2_as_over_http_1()
    {
        using var client = Client("https", HttpVersion.Version20);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a%20b?c=d") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([1, 2, 3]) };
        request.Headers.TryAddWithoutValidation("Cookie", ["a=1", "b=2"]);
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        _gateway.App = _ => Answer.Of("ok", headers: [("Connection", "close"), ("Keep-Alive", "timeout=1"), ("Transfer-Encoding", "chunked"), ("Upgrade", "x"), ("Proxy-Connection", "close"), ("X-Mine", "1")]);

        var response = await client.SendAsync(request);

        var environ = _gateway.Dispatched.Single().Environ;
        Assert.Equal(("HTTP/1.1", $"shop.localhost:{_gateway.Ports.Https}", $"{_gateway.Ports.Https}"), (environ["SERVER_PROTOCOL"], environ["HTTP_HOST"], environ["SERVER_PORT"]));
        Assert.Equal(("/a b", "/a%20b", "c=d", "3"), (environ["PATH_INFO"], environ["REQUEST_URI"], environ["QUERY_STRING"], environ["CONTENT_LENGTH"]));
        Assert.Equal(("on", "https", "a=1; b=2"), (environ["HTTPS"], environ["HTTP_X_FORWARDED_PROTO"], environ["HTTP_COOKIE"]));
        Assert.DoesNotContain(environ.Keys, static name => name.Contains(':', StringComparison.Ordinal) || name == "HTTP_TE");
        Assert.Equal(["cache-control", "date", "x-cloud-trace-context", "x-mine"], response.Headers.Select(static header => header.Key.ToLowerInvariant()).Order());
        Assert.Equal("HTTP/2.0", (await _gateway.RecordAsync()).Protocol);
    }

    [Fact]
    public async Task A_client_that_gives_a_request_up_leaves_the_others_of_its_connection_alone()
    {
        using var client = Client("https", HttpVersion.Version20);
        using var finish = new SemaphoreSlim(0);
        using var began = new SemaphoreSlim(0);
        _gateway.App = request =>
        {
            if (request.Environ["PATH_INFO"] == "/slow")
            {
                began.Release();
                finish.Wait();
            }

            return Answer.Of("ok");
        };
        using var giveUp = new CancellationTokenSource();
        var slow = client.GetAsync("/slow", giveUp.Token);
        await began.WaitAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        Assert.Equal("ok", await client.GetStringAsync("/quick"));
        finish.Release();
    }

    [Fact]
    public async Task A_head_of_too_many_headers_is_refused_over_http_2_too()
    {
        using var client = Client("https", HttpVersion.Version20);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        for (var i = 0; i < 101; i++)
            request.Headers.TryAddWithoutValidation($"X-{i}", "x");

        Assert.Equal(431, (int)(await client.SendAsync(request)).StatusCode);
        Assert.Empty(_gateway.Dispatched);
    }

    [Fact]
    public async Task Https_without_a_certificate_is_refused_at_the_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayEnvironment.StartAsync(tls: options => options.Port = 0));

        Assert.Contains("Tls:Port needs a certificate", failure.Message, StringComparison.Ordinal);
    }

    private async Task<(Version Version, string Scheme, string Https)> SeenAsync(string port, Version version)
    {
        using var client = Client(port, version);
        var response = await client.GetAsync("/");
        var environ = _gateway.Dispatched.Last().Environ;
        return (response.Version, environ["HTTP_X_FORWARDED_PROTO"], environ["HTTPS"]);
    }

    private int PortOf(string name) => (name switch { "http" => _gateway.Ports.Http, "https" => _gateway.Ports.Https, _ => _gateway.Ports.H2c })!.Value;

    private HttpClient Client(string port, Version version)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = Accepting(version.Major == 2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11),
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, PortOf(port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"{(port == "https" ? "https" : "http")}://shop.localhost:{PortOf(port)}"),
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    private SslClientAuthenticationOptions Accepting(SslApplicationProtocol protocol) => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [protocol],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate.Thumbprint,
    };
}
