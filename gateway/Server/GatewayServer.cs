using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Server;

/// <summary>The HTTP server that apps are reached through: Kestrel with the gateway as its one application and nothing between.</summary>
public sealed class GatewayServer : IHostedService, IDisposable
{
    private readonly KestrelServer _server;
    private readonly GatewayApplication _application;

    internal GatewayServer(Gateway gateway, IOptions<GatewayOptions> options, IServiceProvider services, ILoggerFactory loggers)
    {
        _application = new GatewayApplication(gateway);
        _server = new KestrelServer(
            Options.Create(Configure(options.Value, services)),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions { NoDelay = true }), loggers),
            loggers);
    }

    /// <summary>The port that is served on, known when started.</summary>
    public int Port => _server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port).First();

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    /// <summary>Stops accepting, lets requests under way finish until <paramref name="cancellationToken"/> ends their time, then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private static KestrelServerOptions Configure(GatewayOptions options, IServiceProvider services)
    {
        var kestrel = new KestrelServerOptions
        {
            ApplicationServices = services,
            AddServerHeader = false,
            AllowSynchronousIO = false,
            AllowResponseHeaderCompression = true,
            // WSGI wants the bytes as they came; each becomes one character.
            RequestHeaderEncodingSelector = static _ => Encoding.Latin1,
        };
        // The gateway keeps the limit itself; this one counts the framing of chunks too and is for what nobody reads.
        kestrel.Limits.MaxRequestBodySize = 2L * options.MaxRequestBody + 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxRequestHead;
        kestrel.Limits.MaxRequestLineSize = Math.Min(options.MaxRequestHead, 16 * 1024);
        kestrel.Limits.RequestHeadersTimeout = options.RequestHeadTimeout;
        kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;
        // A response of usual size goes out in one piece instead of waiting halfway for the socket.
        kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;
        if (options.ListenAddress is { } address)
            kestrel.Listen(address, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        else
            kestrel.ListenLocalhost(options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        return kestrel;
    }
}
