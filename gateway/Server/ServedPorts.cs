namespace Actors.Gateway.Server;

/// <summary>The ports that are served on. Known when the server listens, before the first request.</summary>
public sealed class ServedPorts
{
    /// <summary>Port of HTTP/1.1 without TLS.</summary>
    public int Http { get; internal set; }

    /// <summary>Port of HTTP/1.1 and HTTP/2 over TLS, or null.</summary>
    public int? Https { get; internal set; }

    /// <summary>Port of HTTP/2 without TLS, or null.</summary>
    public int? H2c { get; internal set; }

    /// <summary>The scheme is served on this port.</summary>
    public bool Are(bool https, int port) => https ? port == Https : port == Http || port == H2c;
}
