using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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

    internal GatewayServer(Gateway gateway, IOptions<GatewayOptions> options, ILoggerFactory loggers)
    {
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
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.Value));
        _parts = builder.Build();
        _server = _parts.Services.GetRequiredService<IServer>();
        _application = new GatewayApplication(gateway);
    }

    /// <summary>The port that is served on, known when started.</summary>
    public int Port => _server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port).First();

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    /// <summary>Stops accepting, lets requests under way finish until <paramref name="cancellationToken"/> ends their time, then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_parts).Dispose();

    private static void Configure(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        // WSGI wants the bytes as they came; each becomes one character.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
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
    }
}
