using System.Net;

namespace Actors.Gateway.Requests;

/// <summary>The proxies in front of this gateway whose word about clients is taken. Immutable.</summary>
internal sealed class TrustedProxies
{
    private readonly IPNetwork[] _networks;

    private TrustedProxies(IPNetwork[] networks) => _networks = networks;

    /// <summary>Nobody is trusted.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads a list of networks, each as <c>10.0.0.0/8</c> or one address.</summary>
    /// <param name="networks">The list.</param>
    /// <param name="wrong">The first entry that is none, or null.</param>
    public static TrustedProxies? Parse(IReadOnlyList<string> networks, out string? wrong)
    {
        wrong = networks.FirstOrDefault(static each => Network(each) is null);
        return wrong is null ? new TrustedProxies([.. networks.Select(static each => Network(each)!.Value)]) : null;
    }

    /// <summary>The address is one of theirs.</summary>
    public bool Contain(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in _networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
