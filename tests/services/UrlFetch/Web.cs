using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>The world, as far as these tests fetch from it: real servers on loopback, one with TLS.</summary>
public sealed class Web : IAsyncLifetime
{
    private readonly Authority _authority = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpListener> _raw = [];
    private X509Certificate2? _certificate;
    private WebApplication? _application;
    private int _connections;

    public int Port { get; private set; }

    public int SecurePort { get; private set; }

    public string Authorities => _authority.File;

    /// <summary>Connections that Kestrel has accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public string Url(string path) => $"http://127.0.0.1:{Port}{path}";

    public async Task InitializeAsync()
    {
        _certificate = _authority.Issue("127.0.0.1", "secure.example");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, 0, Counted);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                Counted(listen);
                listen.UseHttps(_certificate!);
            });
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
        await _application.StartAsync();
        var ports = _application.Urls.Select(url => new Uri(url)).ToArray();
        Port = ports.Single(url => url.Scheme == "http").Port;
        SecurePort = ports.Single(url => url.Scheme == "https").Port;
    }

    /// <summary>A server that answers each connection's first bytes with these, and closes; null: never answers.</summary>
    public int Raw(string? answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _raw.Add(listener);
        _ = ServeAsync(listener, answer, _end.Token);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var listener in _raw)
            listener.Dispose();
        await _application!.DisposeAsync();
        _certificate!.Dispose();
        _authority.Dispose();
        _end.Dispose();
    }

    private static async Task ServeAsync(TcpListener listener, string? answer, CancellationToken end)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end);
                await client.GetStream().ReadAtLeastAsync(new byte[65536], 1, false, end);
                if (answer is null)
                    await Task.Delay(Timeout.Infinite, end);
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer!), end);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private void Counted(ListenOptions listen) => listen.Use(next => connection =>
    {
        Interlocked.Increment(ref _connections);
        return next(connection);
    });

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value)
        {
            // Says what came: method, target, headers and body.
            case "/echo":
                using (var reader = new StreamReader(request.Body, Encoding.Latin1))
                {
                    var body = await reader.ReadToEndAsync();
                    var headers = string.Concat(request.Headers.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase).SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}\n")));
                    response.Headers["X-Target"] = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
                    response.Headers["X-Twice"] = new[] { "one", "two" };
                    await response.WriteAsync($"{request.Method} {request.Path}{request.QueryString}\n{headers}\n{body}", Encoding.Latin1);
                }

                break;
            case "/redirect":
                response.StatusCode = int.Parse(request.Query["status"].FirstOrDefault() ?? "302", System.Globalization.CultureInfo.InvariantCulture);
                response.Headers.Location = request.Query["to"].ToString();
                await response.WriteAsync("gone");
                break;
            case "/loop":
                var left = int.Parse(request.Query["left"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
                response.Redirect(left == 0 ? "/echo" : $"/loop?left={left - 1}");
                break;
            case "/status":
                response.StatusCode = int.Parse(request.Query["code"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "/bytes":
                await WriteZerosAsync(response.Body, long.Parse(request.Query["count"].ToString(), System.Globalization.CultureInfo.InvariantCulture), context.RequestAborted);
                break;
            case "/gzip":
                response.Headers.ContentEncoding = "gzip";
                await using (var gzip = new GZipStream(response.Body, CompressionLevel.SmallestSize, leaveOpen: true))
                    await WriteZerosAsync(gzip, long.Parse(request.Query["count"].ToString(), System.Globalization.CultureInfo.InvariantCulture), context.RequestAborted);
                break;
            case "/nogzip":
                response.Headers.ContentEncoding = "gzip";
                await response.WriteAsync("not compressed at all");
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private static async Task WriteZerosAsync(Stream stream, long count, CancellationToken cancellationToken)
    {
        var zeros = new byte[64 * 1024];
        for (var left = count; left > 0; left -= zeros.Length)
            await stream.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)), cancellationToken);
    }
}
