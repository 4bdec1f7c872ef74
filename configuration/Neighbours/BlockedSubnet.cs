using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>One entry of dos.yaml.</summary>
/// <param name="Line">Line of the entry in its file, counted from 1.</param>
/// <param name="Subnet"><c>subnet</c> as written.</param>
/// <param name="Network">What it means; a single address is a network of one.</param>
/// <param name="Description"><c>description</c>, at most 499 characters, or null.</param>
public sealed partial record BlockedSubnet(int Line, string Subnet, IPNetwork Network, string? Description)
{
    private const string Allowed = "Allowed are addresses such as \"192.0.2.7\" or \"2001:db8::1\", and subnets such as \"192.0.2.0/24\" or \"2001:db8::/32\".";

    internal static BlockedSubnet? Read(MapReader map, YamlErrors errors)
    {
        var subnet = map.Required("subnet", SubnetText, Allowed);
        var description = map.Optional("description", Shapes.Description);
        return subnet is not null && Parse(subnet) is { } network ? new BlockedSubnet(map.Map.Line, subnet, network, description) : null;
    }

    private static string? SubnetText(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } subnet)
            return null;
        if (Parse(subnet) is not null)
            return subnet;
        errors.Add(node, $"\"subnet\" is \"{subnet}\".",
            subnet.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && subnet.AsSpan(slash).Contains('.') ? "Behind the slash stands a number of bits, such as \"/24\"." : Allowed);
        return null;
    }

    private static IPNetwork? Parse(string subnet)
    {
        var slash = subnet.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? subnet : subnet[..slash];
        if (!AddressPattern().IsMatch(text) || !IPAddress.TryParse(text, out var address))
            return null;
        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (slash >= 0 && !(int.TryParse(subnet.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= bytes.Length * 8))
            return null;

        // Bits behind the prefix may be set; they do not count.
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    // IPAddress itself takes "1" and "0x7f.1" for addresses, and zones.
    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*)\z")]
    private static partial Regex AddressPattern();
}
