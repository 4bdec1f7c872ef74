using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>
/// Connections to the world, kept for the next request. How one comes into being:
/// <code>
/// 1. resolve the host, once        DNS_ERROR
/// 2. keep the addresses that apps may reach
/// 3. connect to one of those, by its address      FETCH_ERROR, CONNECTION_ERROR
/// 4. TLS, the certificate verified for the name   SSL_CERTIFICATE_ERROR
/// </code>
/// Between 1 and 3 nobody is asked again, so a name that changes its answer changes nothing.
/// </summary>
internal sealed class FetchConnections : IDisposable
{
    /// <summary>Where a request carries its way.</summary>
    public static readonly HttpRequestOptionsKey<FetchRoute> Route = new("route");

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly IHostResolver _resolver;
    private readonly AllowedDestinations _allowed;
    private readonly OwnAddresses _own;
    private readonly CertificateCheck _certificates;
    private readonly ILogger _log;
    private readonly HttpMessageInvoker _invoker;

    public FetchConnections(UrlFetchOptions options, IHostResolver resolver, TimeProvider time, ILogger log)
    {
        _resolver = resolver;
        _allowed = new AllowedDestinations(options);
        _own = new OwnAddresses(time);
        _certificates = new CertificateCheck(options.CertificateAuthorities);
        _log = log;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = options.MaxDeadline,
            ConnectCallback = ConnectAsync,
            PooledConnectionIdleTimeout = IdleTimeout,
            PooledConnectionLifetime = Lifetime,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        });
    }

    /// <summary>Sends a request that has a <see cref="Route"/>; the response's body is still to be read.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    /// <summary>Closes them all.</summary>
    public void Dispose() => _invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Route, out var route))
            throw new InvalidOperationException("A request has no way.");
        var found = await ResolveAsync(route.Host, cancellationToken).ConfigureAwait(false);                            // 1
        var addresses = Reachable(route, found);                                                                        // 2
        var connection = await ConnectAsync(route, addresses, cancellationToken).ConfigureAwait(false);                 // 3
        return route.TlsName is null ? connection : await SecureAsync(route, connection, cancellationToken).ConfigureAwait(false);  // 4
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            var found = await _resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            return found.Length > 0 ? found : throw new FetchException(ErrorCode.DnsError, $"The host {host} has no address.");
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new FetchException(ErrorCode.DnsError, $"The host {host} could not be found: {failure.Message}.");
        }
    }

    private IPAddress[] Reachable(FetchRoute route, IPAddress[] found)
    {
        if (_allowed.Contain(route.Host, route.Port))
            return found;
        var own = _own.Current;
        var refusals = found.Select(address => (Address: address, Reason: AddressRules.Refusal(address, own, _allowed.Networks))).ToArray();
        var reachable = refusals.Where(each => each.Reason is null).Select(each => each.Address).ToArray();
        if (reachable.Length > 0)
            return reachable;
        UrlFetchLog.Refused(_log, route.App.App, route.Host, refusals[0].Address, refusals[0].Reason!);
        throw new FetchException(
            ErrorCode.FetchError, $"{route.Host} may not be reached: {refusals[0].Address} is {refusals[0].Reason}. The platform's operator can allow it (UrlFetch:AllowedNetworks).");
    }

    private static async Task<NetworkStream> ConnectAsync(FetchRoute route, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var connection = new CountedSocket(route.App, address.AddressFamily);
            try
            {
                await connection.Socket.ConnectAsync(new IPEndPoint(address, route.Port), cancellationToken).ConfigureAwait(false);
                return new CountedStream(connection);
            }
            catch (SocketException failure)
            {
                connection.Dispose();
                last = failure;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        throw new FetchException(ErrorCode.ConnectionError, $"No connection to {route.Host}, port {route.Port}: {last!.Message}.");
    }

    private async Task<Stream> SecureAsync(FetchRoute route, NetworkStream connection, CancellationToken cancellationToken)
    {
        var secure = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(_certificates.Options(route.TlsName!, route.Validate), cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch (AuthenticationException failure)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new FetchException(ErrorCode.SslCertificateError, $"TLS with {route.Host} failed: {(failure.InnerException ?? failure).Message}");
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed class CountedSocket : IDisposable
    {
        private AppUsage? _usage;

        public CountedSocket(AppUsage usage, AddressFamily family)
        {
            usage.Connect();
            _usage = usage;
            Socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }

        public Socket Socket { get; }

        public void Dispose()
        {
            Socket.Dispose();
            Interlocked.Exchange(ref _usage, null)?.Disconnect();
        }
    }

    private sealed class CountedStream(CountedSocket connection) : NetworkStream(connection.Socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            connection.Dispose();
        }
    }
}
