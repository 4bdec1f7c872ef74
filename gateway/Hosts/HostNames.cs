using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;

namespace Actors.Gateway.Hosts;

/// <summary>
/// The names that this gateway answers to, and how they are read. From right to left: a domain that is ours, then the app (which a custom domain says by itself), service, version and instance,
/// parted by <c>-dot-</c> or dots. Immutable.
/// </summary>
public sealed class HostNames
{
    /// <summary>The domain that is always ours.</summary>
    public const string Local = "localhost";

    /// <summary>Most characters of a name, as in DNS.</summary>
    public const int MaxLength = 253;

    internal const string Wildcard = "*.";
    private const int MaxLabel = 63;
    private const string Separator = "-dot-";

    private readonly FrozenDictionary<string, Meaning> _names;
    private readonly ImmutableArray<(string Suffix, Meaning? Meaning)> _suffixes;

    private HostNames(HostNameOptions options)
    {
        BaseDomain = options.BaseDomain.Length > 0 ? options.BaseDomain : Local;
        var domains = options.Domains.ToLookup(static pair => pair.Key.StartsWith(Wildcard, StringComparison.Ordinal), static pair => (Domain: pair.Key, Meaning: Meaning.Of(pair.Value)));
        _names = domains[false].ToFrozenDictionary(static pair => pair.Domain, static pair => pair.Meaning, StringComparer.OrdinalIgnoreCase);
        _suffixes =
        [
            .. domains[true].Select(static pair => (Suffix: pair.Domain[1..], Meaning: (Meaning?)pair.Meaning))
                .Concat(new[] { Local, BaseDomain }.Distinct().Select(static domain => (Suffix: "." + domain, Meaning: (Meaning?)null)))
                .OrderByDescending(static pair => pair.Suffix.Length),
        ];
    }

    /// <summary><c>localhost</c> and what is below it, nothing else.</summary>
    public static HostNames LocalOnly { get; } = new(new HostNameOptions());

    /// <summary>The domain that apps are said to be in: the configured one, else <c>localhost</c>.</summary>
    public string BaseDomain { get; }

    /// <summary>Reads the configuration, which must be valid.</summary>
    public static HostNames Of(HostNameOptions options) => new(options);

    /// <summary>Reads a Host header: the port does not count, nor do letter case and a dot at the end.</summary>
    public HostTarget Parse(ReadOnlySpan<char> host)
    {
        var name = NameOf(host);
        if (name.IsEmpty || name.Equals(Local, StringComparison.OrdinalIgnoreCase) || IsAddress(name))
            return new HostTarget { Kind = HostKind.First };
        if (!IsName(name))
            return default;
        if (_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var named))
            return named.Target;
        foreach (var (suffix, meaning) in _suffixes)
        {
            if (!name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            var labels = name[..^suffix.Length];
            if (meaning is { Service.Length: > 0 })
                return meaning.Target;
            if (meaning is not null)
                return Read(HostKind.Custom, meaning.App, labels, hasMore: true);
            var hasMore = TakeLast(ref labels, out var app);
            return Read(HostKind.Named, app, labels, hasMore);
        }

        return default;
    }

    /// <summary>A Host header without its port and a dot at the end.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var name = WithoutPort(host);
        return name.EndsWith(".") ? name[..^1] : name;
    }

    private static HostTarget Read(HostKind kind, ReadOnlySpan<char> app, ReadOnlySpan<char> labels, bool hasMore)
    {
        ReadOnlySpan<char> service = default, version = default, instance = default;
        var isMalformed = false;
        for (var count = 0; hasMore && !isMalformed; count++)
        {
            hasMore = TakeLast(ref labels, out var label);
            isMalformed = label.IsEmpty || count == 3;
            switch (count)
            {
                case 0:
                    service = label;
                    break;
                case 1:
                    version = label;
                    break;
                case 2:
                    instance = label;
                    break;
            }
        }

        return new HostTarget { Kind = kind, App = app, Service = service, Version = version, Instance = instance, IsMalformed = isMalformed };
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("["))
            return host.IndexOf(']') is > 0 and var end ? host[..(end + 1)] : host;
        return host.IndexOf(':') is >= 0 and var colon ? host[..colon] : host;
    }

    private static bool IsAddress(ReadOnlySpan<char> name) => (name[0] == '[' || char.IsAsciiDigit(name[0])) && IPAddress.TryParse(name, out _);

    /// <summary>No name in DNS is longer, and none has a longer label: App Engine's VERSION-dot-SERVICE-dot-APP has to fit into one.</summary>
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxLength)
            return false;
        foreach (var label in name.Split('.'))
        {
            if (name[label].Length > MaxLabel)
                return false;
        }

        return true;
    }

    /// <summary>Takes the label after the last separator, or all; whether there are labels before it.</summary>
    private static bool TakeLast(scoped ref ReadOnlySpan<char> labels, out ReadOnlySpan<char> last)
    {
        var dash = labels.LastIndexOf(Separator, StringComparison.OrdinalIgnoreCase);
        var dot = labels.LastIndexOf('.');
        if (dash < 0 && dot < 0)
        {
            last = labels;
            return false;
        }

        last = dot > dash ? labels[(dot + 1)..] : labels[(dash + Separator.Length)..];
        labels = labels[..Math.Max(dot, dash)];
        return true;
    }

    /// <summary>What a custom domain stands for.</summary>
    /// <param name="App">The app.</param>
    /// <param name="Service">The service, or empty.</param>
    private sealed record Meaning(string App, string Service)
    {
        public HostTarget Target => new() { Kind = HostKind.Custom, App = App, Service = Service, IsService = true };

        public static Meaning Of(string text) => text.Split('/') is [var app, var service] ? new Meaning(app, service) : new Meaning(text, "");
    }
}
