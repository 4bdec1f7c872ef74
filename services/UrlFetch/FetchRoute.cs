using System.Security.Cryptography;
using System.Text;

namespace Actors.Services.UrlFetch;

/// <summary>
/// A way to a server. Connections are shared by what has the same way: never by two apps, because what one sends may leave a connection in a state that answers the next.
/// </summary>
/// <param name="App">Whose connection it is.</param>
/// <param name="Host">The host to connect to.</param>
/// <param name="Port">The port.</param>
/// <param name="TlsName">The name that the server's certificate must have; null without TLS.</param>
/// <param name="Validate">Whether the certificate is verified.</param>
internal sealed record FetchRoute(AppUsage App, string Host, int Port, string? TlsName, bool Validate)
{
    /// <summary>A host name of its own for this way, by which the connection pool knows it. Never resolved.</summary>
    public string PoolName { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{App.App}\n{Host}\n{Port}\n{TlsName}\n{Validate}")).AsSpan(0, 20));
}
