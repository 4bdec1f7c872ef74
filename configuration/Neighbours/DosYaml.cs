using System.Collections.Immutable;
using System.Net;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>An app's dos.yaml: addresses whose requests are answered with the dos_api_denial page. Immutable; a changed file makes a new one.</summary>
/// <param name="File">The file it was read from, as the user named it.</param>
/// <param name="Application">The app it names (partition and domain removed), or null.</param>
/// <param name="Blacklist">The blocked subnets, in order.</param>
public sealed record DosYaml(string File, string? Application, ImmutableArray<BlockedSubnet> Blacklist)
{
    /// <summary>Reads the text of a dos.yaml. An empty one blocks nobody.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    public static ConfigurationResult<DosYaml> Read(string text, string file) =>
        YamlFile.Read(text, file, "dos.yaml", "blacklist: []", (map, _) => Read(map, file), new DosYaml(file, null, []));

    /// <summary>Whether requests from an address are refused. An IPv4 address counts as itself when it arrives inside an IPv6 one.</summary>
    public bool Blocks(IPAddress address)
    {
        if (Blacklist.IsEmpty)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var entry in Blacklist)
        {
            if (entry.Network.Contains(plain))
                return true;
        }

        return false;
    }

    private static DosYaml Read(MapReader map, string file)
    {
        var application = map.Optional("application", AppShapes.ApplicationId);
        var entries = map.Optional<ImmutableArray<BlockedSubnet>?>("blacklist", Shapes.ListOf(Shapes.MapOf("a blocked subnet", BlockedSubnet.Read))) ?? [];
        return new DosYaml(file, AppShapes.WithoutPartition(application), entries);
    }
}
