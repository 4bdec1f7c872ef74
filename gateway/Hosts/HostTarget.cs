using System.Net;

namespace Actors.Gateway.Hosts;

/// <summary>What a Host header asks for, as far as its form says; which of it exists, the routing table knows.</summary>
/// <param name="Kind">How to look it up.</param>
/// <param name="App">The last label: <c>APP</c> in <c>APP.localhost</c>.</param>
/// <param name="Service">The label before it, or empty: <c>SERVICE-dot-APP</c>. It may turn out to be a version of the default service.</param>
/// <param name="Version">The label before that, or empty: <c>VERSION-dot-SERVICE-dot-APP</c>.</param>
public readonly ref struct HostTarget(HostKind Kind, ReadOnlySpan<char> App, ReadOnlySpan<char> Service, ReadOnlySpan<char> Version)
{
    private const string LocalSuffix = ".localhost";
    private const string Separator = "-dot-";

    /// <summary>How to look it up.</summary>
    public HostKind Kind { get; } = Kind;

    /// <summary>The app's label, in the client's letter case.</summary>
    public ReadOnlySpan<char> App { get; } = App;

    /// <summary>The service's label, or empty.</summary>
    public ReadOnlySpan<char> Service { get; } = Service;

    /// <summary>The version's label, or empty.</summary>
    public ReadOnlySpan<char> Version { get; } = Version;

    /// <summary>Reads a Host header: the port does not count, nor do letter case and a dot at the end.</summary>
    public static HostTarget Parse(ReadOnlySpan<char> host)
    {
        var name = NameOf(host);
        if (name.IsEmpty || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IsAddress(name))
            return new HostTarget(HostKind.First, default, default, default);
        if (!name.EndsWith(LocalSuffix, StringComparison.OrdinalIgnoreCase))
            return new HostTarget(HostKind.Unknown, default, default, default);

        var labels = name[..^LocalSuffix.Length];
        var app = TakeLast(ref labels);
        var service = TakeLast(ref labels);
        var version = TakeLast(ref labels);
        return labels.IsEmpty ? new HostTarget(HostKind.Named, app, service, version) : new HostTarget(HostKind.Unknown, default, default, default);
    }

    /// <summary>A Host header without its port and a dot at the end.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var name = WithoutPort(host);
        return name.EndsWith(".") ? name[..^1] : name;
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("["))
            return host.IndexOf(']') is > 0 and var end ? host[..(end + 1)] : host;
        return host.IndexOf(':') is >= 0 and var colon ? host[..colon] : host;
    }

    private static bool IsAddress(ReadOnlySpan<char> name) => (name[0] == '[' || char.IsAsciiDigit(name[0])) && IPAddress.TryParse(name, out _);

    private static ReadOnlySpan<char> TakeLast(scoped ref ReadOnlySpan<char> labels)
    {
        var dash = labels.LastIndexOf(Separator, StringComparison.OrdinalIgnoreCase);
        var dot = labels.LastIndexOf('.');
        if (dash < 0 && dot < 0)
        {
            var all = labels;
            labels = default;
            return all;
        }

        var last = dot > dash ? labels[(dot + 1)..] : labels[(dash + Separator.Length)..];
        labels = labels[..Math.Max(dot, dash)];
        return last;
    }
}

/// <summary>How a host is looked up.</summary>
public enum HostKind
{
    /// <summary>The first app: <c>localhost</c>, an address, or no Host at all.</summary>
    First,

    /// <summary>The app that the labels name.</summary>
    Named,

    /// <summary>Nothing of ours: 404.</summary>
    Unknown,
}
