using System.Net;

namespace Actors.Services.UrlFetch;

/// <summary>What the operator has opened beyond the public internet. Immutable.</summary>
internal sealed class AllowedDestinations
{
    private readonly HashSet<(string Name, int? Port)> _hosts;

    /// <summary>Reads lists that <see cref="UrlFetchOptionsValidator"/> has checked.</summary>
    public AllowedDestinations(UrlFetchOptions options)
    {
        Networks = [.. options.AllowedNetworks.Select(each => Network(each)!.Value)];
        _hosts = [.. options.AllowedHosts.Select(each => Host(each)!.Value)];
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; }

    /// <summary>Whether this host may be reached whatever its addresses are.</summary>
    public bool Contain(string host, int port)
    {
        var name = Folded(host);
        return _hosts.Contains((name, port)) || _hosts.Contains((name, null));
    }

    /// <summary>A network as <c>10.0.0.0/8</c>, or one address; null when it is neither.</summary>
    public static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>A host as <c>name</c> or <c>name:port</c>; null when it is neither.</summary>
    public static (string Name, int? Port)? Host(string text)
    {
        var parts = text.Split(':');
        int? port = null;
        if (parts.Length == 2)
        {
            if (!ushort.TryParse(parts[1], out var number))
                return null;
            port = number;
        }

        return parts.Length <= 2 && Uri.CheckHostName(parts[0]) is UriHostNameType.Dns or UriHostNameType.IPv4 ? (Folded(parts[0]), port) : null;
    }

    private static string Folded(string host) => host.TrimEnd('.').ToLowerInvariant();
}
