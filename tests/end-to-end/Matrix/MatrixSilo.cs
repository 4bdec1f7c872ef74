using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Actors.Gateway.Tests.Tls;

namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>One silo with the apps of the tables, on all ports, for all tests about them.</summary>
public sealed class MatrixSilo : IAsyncLifetime
{
    private readonly AppDirectory[] _apps = [.. MatrixApps.Of("m3"), .. Interpreters.Python27 is null ? [] : MatrixApps.Of("m27")];
    private readonly TestCertificates _files = new();
    private readonly X509Certificate2 _certificate = TestCertificates.Make();
    private readonly ConcurrentDictionary<(string App, bool IsAdmin), Task<string>> _cookies = new();
    private Dictionary<string, HttpClient> _clients = [];
    private SiloProcess _silo = null!;

    public int TlsPort { get; } = SiloProcess.FreePort();

    public int H2cPort { get; } = SiloProcess.FreePort();

    public SiloProcess Silo => _silo;

    public async Task InitializeAsync()
    {
        var pem = _files.Write("both.pem", _certificate.ExportCertificatePem() + "\n" + TestCertificates.Key(_certificate));
        _silo = await SiloProcess.StartAsync(
            [.. _apps.Select(app => app.Path), "--tls-port", $"{TlsPort}", "--h2c-port", $"{H2cPort}"],
            [
                ("Tls__Certificate", pem), ("Hosts__BaseDomain", "apps.test"),
                .. new[] { "m3", "m27" }.SelectMany(app => new[] { ($"Hosts__Domains__www.{app}.test", app), ($"Hosts__Domains__*.{app}.test", app), ($"Hosts__Domains__direct.{app}.test", $"{app}/work") }),
            ]);
        _clients = Wire.All.ToDictionary(static wire => wire.Name, Client);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
        foreach (var app in _apps)
            app.Dispose();
        _certificate.Dispose();
        _files.Dispose();
    }

    internal int PortOf(Wire wire) => wire.IsTls ? TlsPort : wire.Version.Major == 2 ? H2cPort : _silo.Port;

    /// <summary>Sends a request; the target is sent as it stands here.</summary>
    internal async Task<HttpResponseMessage> SendAsync(Wire wire, string host, string method, string target, IEnumerable<(string Name, string Value)>? headers = null, byte[]? body = null)
    {
        var asIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{wire.Scheme}://127.0.0.1:{PortOf(wire)}{target}", asIs)) { Version = wire.Version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Host = host;
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers ?? [])
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        return await _clients[wire.Name].SendAsync(request);
    }

    /// <summary>The cookie of somebody who has signed in to an app: <c>ann@example.com</c>, or as an administrator <c>root@example.com</c>.</summary>
    internal Task<string> CookieAsync(string app, bool isAdmin) => _cookies.GetOrAdd((app, isAdmin), _ => SignInAsync(app, isAdmin));

    private async Task<string> SignInAsync(string app, bool isAdmin)
    {
        var (wire, host) = (Wire.All[0], $"{app}.localhost");
        using var page = await SendAsync(wire, host, "GET", "/_ah/login");
        var token = Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;
        var form = $"email={(isAdmin ? "root" : "ann")}%40example.com&token={token}{(isAdmin ? "&admin=True" : "")}";
        using var signedIn = await SendAsync(wire, host, "POST", "/_ah/login", [("Cookie", CookieOf(page)), ("Content-Type", "application/x-www-form-urlencoded")], Encoding.ASCII.GetBytes(form));
        return CookieOf(signedIn);

        static string CookieOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private HttpClient Client(Wire wire) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate.Thumbprint },
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, PortOf(wire), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { Timeout = TimeSpan.FromSeconds(60) };
}

/// <summary>Tests that share <see cref="MatrixSilo"/>. They run alone: a thousand requests beside them would disturb tests that watch what happens within a second.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MatrixCollection : ICollectionFixture<MatrixSilo>
{
    public const string Name = "matrix";
}
