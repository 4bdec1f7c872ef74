using System.Net;

namespace Actors.Services.UrlFetch;

/// <summary>Finds the addresses of a host.</summary>
internal interface IHostResolver
{
    /// <summary>The addresses, best first.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has none, or nobody could say.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The system's resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
