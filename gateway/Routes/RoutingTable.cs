using System.Collections.Frozen;
using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Hosts;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>
/// All apps, their services and versions. Immutable (it only remembers what it was asked): a change makes a new table, requests under way keep the one they began with.
/// </summary>
public sealed class RoutingTable
{
    private readonly HostNames _names;
    private readonly FrozenDictionary<string, AppRoutes> _byName;
    private readonly HostCache _hosts = new();

    private RoutingTable(ImmutableArray<AppRoutes> apps, HostNames names)
    {
        Apps = apps;
        _names = names;
        _byName = apps.ToFrozenDictionary(static app => app.Snapshot.App, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A table without apps, for <c>localhost</c> alone.</summary>
    public static RoutingTable Empty { get; } = new([], HostNames.LocalOnly);

    /// <summary>The apps, in the order in which they came.</summary>
    internal ImmutableArray<AppRoutes> Apps { get; }

    /// <summary>Host headers that are remembered.</summary>
    internal int HostsKnown => _hosts.Count;

    /// <summary>A table without apps.</summary>
    /// <param name="names">The names that are answered to.</param>
    public static RoutingTable EmptyFor(HostNames names) => new([], names);

    /// <summary>The version that a Host header means by itself, or null when there is none.</summary>
    public VersionRoute? Find(string host) => HostOf(host)?.Version;

    /// <summary>Where a Host header and, where the app has a dispatch.yaml, a path lead.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="path">The decoded path.</param>
    internal RequestRoute Find(string host, string path)
    {
        if (HostOf(host) is not { } route)
            return default;
        if (route.App.Rules is not { } rules)
            return new RequestRoute(route.Version, route.Instance, null, route.Split) { IsStopped = route.IsStopped };

        // Who names a version means it.
        if (route.NamesVersion || rules.Dispatch?.ServiceFor(route.Name, path) is not { } service)
            return new RequestRoute(route.Version, route.Instance, rules.Dos, route.Split) { IsStopped = route.IsStopped };
        var serving = route.App.Serving(service);
        return new RequestRoute(serving?.Main, null, rules.Dos, serving?.Split);
    }

    /// <summary>An app's rules of dispatch.yaml that lead to a service which nothing serves: the default one answers.</summary>
    public IEnumerable<DispatchRule> DispatchesToNothing(string app) =>
        _byName.TryGetValue(app, out var routes) ? routes.Rules?.Dispatch?.Rules.Where(rule => !routes.Has(rule.Service)) ?? [] : [];

    /// <summary>A version's part of its service's traffic, from 0 to 1.</summary>
    public double ShareOf(string app, string service, string version)
    {
        if (!_byName.TryGetValue(app, out var routes))
            return 0;
        var snapshot = routes.Snapshot;
        return snapshot.Traffic?.GetValueOrDefault(service)?.ShareOf(version) ?? (snapshot.Serving.GetValueOrDefault(service) == version ? 1 : 0);
    }

    /// <summary>A table with this state of an app in it; the same table when it knows a newer one. Versions that did not change keep their compiled route.</summary>
    public RoutingTable With(AppSnapshot snapshot)
    {
        var known = Apps.FirstOrDefault(app => app.Snapshot.App == snapshot.App);
        if (known is null)
            return new RoutingTable(Apps.Add(new AppRoutes(snapshot, null)), _names);
        return snapshot.Sequence <= known.Snapshot.Sequence ? this : new RoutingTable(Apps.Replace(known, new AppRoutes(snapshot, known)), _names);
    }

    /// <summary>A table without the app.</summary>
    public RoutingTable Without(string app) => new(Apps.RemoveAll(each => each.Snapshot.App == app), _names);

    private HostRoute? HostOf(string host)
    {
        if (_hosts.Find(host) is { } known)
            return known;
        var route = Read(host);
        if (route is not null)
            _hosts.Add(host, route);
        return route;
    }

    private HostRoute? Read(string host)
    {
        var target = _names.Parse(host);
        AppRoutes? app;
        if (target.Kind == HostKind.First)
            app = Apps.IsEmpty ? null : Apps[0];
        else if (target.Kind == HostKind.Unknown || !_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(target.App, out app))
            return null;
        return app?.Route(target, HostNames.NameOf(host).ToString());
    }
}
