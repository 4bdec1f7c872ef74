using System.Net;
using System.Net.Sockets;

namespace Actors.Services.UrlFetch;

/// <summary>
/// Which addresses apps may reach: those of the public internet. Everything else is this machine, its networks, or nobody: the blocks of the IANA special-purpose registries,
/// and the one public address at which a cloud's hosts answer to their guests. Of IPv6 only global unicast (2000::/3) is public; addresses that carry an IPv4 address are as good as that one.
/// </summary>
internal static class AddressRules
{
    private static readonly (IPNetwork Network, string Name)[] Closed =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this machine"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private network"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's private network"),
        (IPNetwork.Parse("127.0.0.0/8"), "this machine"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("169.254.0.0/16"), "the local link"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private network"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved"),
        (IPNetwork.Parse("192.0.2.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "reserved"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private network"),
        (IPNetwork.Parse("198.18.0.0/15"), "reserved for benchmarks"),
        (IPNetwork.Parse("198.51.100.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/128"), "this machine"),
        (IPNetwork.Parse("::1/128"), "this machine"),
        (IPNetwork.Parse("fc00::/7"), "a private network"),
        (IPNetwork.Parse("fe80::/10"), "the local link"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
        (IPNetwork.Parse("2001::/23"), "reserved"),
        (IPNetwork.Parse("2001:db8::/32"), "reserved for documentation"),
        (IPNetwork.Parse("3fff::/20"), "reserved for documentation"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Why an app may not reach an address, in words that follow "is"; null when it may.</summary>
    /// <param name="address">The address.</param>
    /// <param name="own">The machine's own addresses.</param>
    /// <param name="allowed">What the operator has listed: goes before everything else.</param>
    public static string? Refusal(IPAddress address, IReadOnlySet<IPAddress> own, IReadOnlyList<IPNetwork> allowed)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : WithoutScope(address);
        if (allowed.Any(network => network.Contains(plain)))
            return null;
        if (own.Contains(plain))
            return "this machine";
        if (Closed.FirstOrDefault(block => block.Network.Contains(plain)).Name is { } name)
            return name;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        return Carried(plain) is { } carried ? Refusal(carried, own, []) : GlobalUnicast.Contains(plain) ? null : "not a public address";
    }

    /// <summary>The IPv4 address to which a translator or a tunnel would send what goes to this one.</summary>
    private static IPAddress? Carried(IPAddress address)
    {
        var offset = Nat64.Contains(address) ? 12 : SixToFour.Contains(address) ? 2 : -1;
        if (offset < 0)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IPAddress(bytes.Slice(offset, 4));
    }

    private static IPAddress WithoutScope(IPAddress address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes()) : address;
}
