using System.Net;
using System.Text;
using Actors.Gateway.Tls;
using Actors.Runtimes.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Server;

/// <summary>The HTTP server that apps are reached through: Kestrel with the gateway as its one application and nothing between.</summary>
public sealed class GatewayServer : IHostedService, IDisposable
{
    private readonly WebApplication _parts;
    private readonly IServer _server;
    private readonly GatewayApplication _application;
    private readonly ServedPorts _ports;
    private readonly List<(ListenOptions Listen, Action<int> Note)> _chosenBySystem = [];

    internal GatewayServer(Gateway gateway, ServedPorts ports, IOptions<GatewayOptions> options, IOptions<TlsOptions> tls, OpenFiles openFiles, Func<ServedCertificate> certificate, TimeProvider time, ILoggerFactory loggers)
    {
        _ports = ports;

        // Only Kestrel is taken from this: its own hosting layer, which is never started, would cost a request a microsecond. Constructing
        // Kestrel by hand instead gives it a memory pool with which a response of 64 KB costs a third more.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        // A request is begun on the thread that received it (a tenth more requests a second): nothing on its path may block, longer work goes to the pool.
        // A connection keeps its buffer of 4 KB while it waits for a request, instead of asking first whether there is one: a system call less for each.
        builder.WebHost.UseSockets(static sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        ClientListeners.Use(builder.Services, "The gateway", options.Value.MaxConnections, openFiles, time);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, options.Value);
            Listen(kestrel, options.Value, tls.Value, certificate);
        });
        _parts = builder.Build();
        _server = _parts.Services.GetRequiredService<IServer>();
        _application = new GatewayApplication(gateway);
    }

    /// <summary>The port of HTTP/1.1 without TLS, known when started.</summary>
    public int Port => _ports.Http;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(_application, cancellationToken);
        foreach (var (listen, note) in _chosenBySystem)
            note(listen.IPEndPoint!.Port);
    }

    /// <summary>Stops accepting, lets requests under way finish until <paramref name="cancellationToken"/> ends their time, then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_parts).Dispose();

    private static void Limit(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        // WSGI wants the bytes as they came; each becomes one character.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        // The gateway keeps the limit itself; this one counts the framing of chunks too and is for what nobody reads.
        limits.MaxRequestBodySize = 2L * options.MaxRequestBody + 64 * 1024;
        limits.MaxRequestHeadersTotalSize = options.MaxRequestHead;
        limits.MaxRequestLineSize = Math.Min(options.MaxRequestHead, 16 * 1024);
        limits.RequestHeadersTimeout = options.RequestHeadTimeout;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        // A response of usual size goes out in one piece instead of waiting halfway for the socket; of a larger one a slow client can have no more than this kept for it.
        limits.MaxResponseBufferSize = 128 * 1024;

        // Whoever sends or takes less than this, after a grace of five seconds, holds a connection for its own sake.
        limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));

        // Of one HTTP/2 connection: requests at a time, and what they may send before somebody reads it. A field's limit is that of the whole head.
        limits.Http2.MaxStreamsPerConnection = options.MaxStreams;
        limits.Http2.MaxRequestHeaderFieldSize = options.MaxRequestHead;
        limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        limits.Http2.InitialStreamWindowSize = 768 * 1024;
    }

    private void Listen(KestrelServerOptions kestrel, GatewayOptions options, TlsOptions tls, Func<ServedCertificate> certificate)
    {
        Listen(kestrel, options, options.Port, HttpProtocols.Http1, port => _ports.Http = port);
        if (options.H2cPort is { } h2cPort)
            Listen(kestrel, options, h2cPort, HttpProtocols.Http2, port => _ports.H2c = port);
        if (tls.Port is not { } tlsPort)
            return;
        var served = certificate();
        Listen(kestrel, options, tlsPort, HttpProtocols.Http1AndHttp2, port => _ports.Https = port, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(served.Current),
            HandshakeTimeout = TimeSpan.FromSeconds(10),
        }));
    }

    private void Listen(KestrelServerOptions kestrel, GatewayOptions options, int port, HttpProtocols protocols, Action<int> note, Action<ListenOptions>? secure = null)
    {
        // A port that the system chooses is one of one address.
        if (options.ListenAddress is null && port != 0)
            kestrel.ListenLocalhost(port, Add);
        else
            kestrel.Listen(options.ListenAddress ?? IPAddress.Loopback, port, Add);

        void Add(ListenOptions listen)
        {
            listen.Protocols = protocols;
            secure?.Invoke(listen);
            note(port);
            if (port == 0)
                _chosenBySystem.Add((listen, note));
        }
    }
}
