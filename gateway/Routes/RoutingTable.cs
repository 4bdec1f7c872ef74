using System.Collections.Frozen;
using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Hosts;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>All apps, their services and versions. Immutable: a change makes a new table, requests under way keep the one they began with.</summary>
public sealed class RoutingTable
{
    private readonly FrozenDictionary<string, AppRoutes> _byName;

    private RoutingTable(ImmutableArray<AppRoutes> apps)
    {
        Apps = apps;
        _byName = apps.ToFrozenDictionary(static app => app.Snapshot.App, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A table without apps.</summary>
    public static RoutingTable Empty { get; } = new([]);

    /// <summary>The apps, in the order in which they came.</summary>
    internal ImmutableArray<AppRoutes> Apps { get; }

    /// <summary>The version that a Host header means, or null when there is none.</summary>
    public VersionRoute? Find(ReadOnlySpan<char> host) => Find(host, "/", out _);

    /// <summary>The version that a Host header and, where the app has a dispatch.yaml, a path mean; null when there is none.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="path">The decoded path.</param>
    /// <param name="dos">The app's dos.yaml, or null.</param>
    public VersionRoute? Find(ReadOnlySpan<char> host, string path, out DosYaml? dos)
    {
        dos = null;
        var target = HostTarget.Parse(host);
        AppRoutes? app;
        if (target.Kind == HostKind.First)
            app = Apps.IsEmpty ? null : Apps[0];
        else if (target.Kind != HostKind.Named || !_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(target.App, out app))
            return null;
        if (app is null)
            return null;
        if (app.Rules is not { } rules)
            return app.Find(target.Service, target.Version);
        dos = rules.Dos;

        // Who names a version means it.
        return rules.Dispatch is { } dispatch && !app.NamesVersion(target.Service, target.Version) && dispatch.ServiceFor(HostTarget.NameOf(host).ToString(), path) is { } service
            ? app.Serving(service)
            : app.Find(target.Service, target.Version);
    }

    /// <summary>A table with this state of an app in it; the same table when it knows a newer one. Versions that did not change keep their compiled route.</summary>
    public RoutingTable With(AppSnapshot snapshot)
    {
        var known = Apps.FirstOrDefault(app => app.Snapshot.App == snapshot.App);
        if (known is null)
            return new RoutingTable(Apps.Add(new AppRoutes(snapshot, null)));
        return snapshot.Sequence <= known.Snapshot.Sequence ? this : new RoutingTable(Apps.Replace(known, new AppRoutes(snapshot, known)));
    }

    /// <summary>A table without the app.</summary>
    public RoutingTable Without(string app) => new(Apps.RemoveAll(each => each.Snapshot.App == app));
}

/// <summary>One app's services and versions. Immutable.</summary>
internal sealed class AppRoutes
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, VersionRoute>> _services;
    private readonly FrozenDictionary<string, VersionRoute> _serving;

    public AppRoutes(AppSnapshot snapshot, AppRoutes? before)
    {
        Snapshot = snapshot;
        Rules = before is not null && before.Snapshot.Rules == snapshot.Rules ? before.Rules : AppRulesCompiled.Of(snapshot.Rules);
        _services = snapshot.Versions.GroupBy(static version => version.Service).ToFrozenDictionary(
            static service => service.Key,
            service => service.ToFrozenDictionary(static version => version.Version, version => before?.Same(version) ?? VersionRoute.Compile(version), StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        _serving = snapshot.Serving.Where(pair => _services.TryGetValue(pair.Key, out var versions) && versions.ContainsKey(pair.Value))
            .ToFrozenDictionary(static pair => pair.Key, pair => _services[pair.Key][pair.Value], StringComparer.OrdinalIgnoreCase);
        Default = _serving.GetValueOrDefault(AppYaml.DefaultService) ?? _serving.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value).FirstOrDefault();
    }

    public AppSnapshot Snapshot { get; }

    /// <summary>The app's own rules, or null when it has none.</summary>
    public AppRulesCompiled? Rules { get; }

    /// <summary>Whether labels name a version that there is, in full or as one of the default service.</summary>
    public bool NamesVersion(ReadOnlySpan<char> service, ReadOnlySpan<char> version) =>
        version.IsEmpty
            ? !service.IsEmpty && !_serving.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(service) && Version(AppYaml.DefaultService, service) is not null
            : Version(service, version) is not null;

    /// <summary>What serves a service; the default service for one that there is not.</summary>
    public VersionRoute? Serving(string service) => _serving.GetValueOrDefault(service) ?? Default;

    /// <summary>What requests get that name no service; null when nothing is served.</summary>
    public VersionRoute? Default { get; }

    /// <summary>A label alone is a service first, then a version of the default service; what does not exist is answered by the default service.</summary>
    public VersionRoute? Find(ReadOnlySpan<char> service, ReadOnlySpan<char> version)
    {
        if (service.IsEmpty)
            return Default;
        if (!version.IsEmpty)
            return Version(service, version) ?? Default;
        return _serving.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var serving) ? serving : Version(AppYaml.DefaultService, service) ?? Default;
    }

    private VersionRoute? Version(ReadOnlySpan<char> service, ReadOnlySpan<char> version) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var versions)
        && versions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(version, out var route) ? route : null;

    private VersionRoute? Same(VersionDeployment deployment) =>
        _services.TryGetValue(deployment.Service, out var versions) && versions.TryGetValue(deployment.Version, out var route)
        && route.Deployment.Generation == deployment.Generation ? route : null;
}
