using System.Collections.Frozen;
using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Hosts;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>One app's services and versions. Immutable.</summary>
internal sealed class AppRoutes
{
    private static readonly Meaning Nothing = new(null, null, null, false);
    private readonly FrozenDictionary<string, FrozenDictionary<string, VersionRoute>> _services;
    private readonly FrozenDictionary<string, ServiceRoute> _serving;

    public AppRoutes(AppSnapshot snapshot, AppRoutes? before)
    {
        Snapshot = snapshot;
        Rules = before is not null && before.Snapshot.Rules == snapshot.Rules ? before.Rules : AppRulesCompiled.Of(snapshot.Rules);
        _services = snapshot.Versions.GroupBy(static version => version.Service).ToFrozenDictionary(
            static service => service.Key,
            service => service.ToFrozenDictionary(static version => version.Version, version => before?.Same(version) ?? VersionRoute.Compile(version), StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        _serving = snapshot.Serving.Where(pair => _services.TryGetValue(pair.Key, out var versions) && versions.ContainsKey(pair.Value))
            .ToFrozenDictionary(static pair => pair.Key, pair => Compile(pair.Key, pair.Value, before), StringComparer.OrdinalIgnoreCase);
        Default = _serving.GetValueOrDefault(AppYaml.DefaultService) ?? _serving.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value).FirstOrDefault();
        Measured = [.. _serving.Values.Select(static service => service.Split).OfType<SplitRoute>().Where(static split => split.Meters.Count > 0)];
    }

    public AppSnapshot Snapshot { get; }

    /// <summary>The app's own rules, or null when it has none.</summary>
    public AppRulesCompiled? Rules { get; }

    /// <summary>What serves a service; the default service for one that there is not.</summary>
    public ServiceRoute? Serving(string service) => _serving.GetValueOrDefault(service) ?? Default;

    /// <summary>Whether something serves a service itself.</summary>
    public bool Has(string service) => _serving.ContainsKey(service);

    /// <summary>What requests get that name no service; null when nothing is served.</summary>
    public ServiceRoute? Default { get; }

    /// <summary>Splits whose requests are counted.</summary>
    public ImmutableArray<SplitRoute> Measured { get; }

    /// <summary>
    /// What a host means here, as on App Engine: a label alone is a service first, then a version of the default service; a label before a service is a version first, then an instance of what serves
    /// it. What does not exist is answered by the default service, under a custom domain by nobody.
    /// </summary>
    /// <param name="target">What the host asks for.</param>
    /// <param name="name">The host without a port.</param>
    public HostRoute Route(in HostTarget target, string name)
    {
        var (version, split, instance, namesVersion) = target.IsMalformed ? Nothing : Named(target);
        if (version is null && target.Kind != HostKind.Custom)
            (version, split) = (Default?.Main, Default?.Split);
        return version is not null && namesVersion && Snapshot.IsStopped(version.Deployment)
            ? new HostRoute(this, name, null, null, true) { IsStopped = true }
            : new HostRoute(this, name, version, instance, namesVersion) { Split = split };
    }

    private Meaning Named(in HostTarget target)
    {
        ReadOnlySpan<char> service = target.Service, version = target.Version, instance = target.Instance;
        if (service.IsEmpty)
            return Of(Default);
        var serving = _serving.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var route) ? route : null;
        if (version.IsEmpty)
        {
            if (serving is not null)
                return Of(serving);
            return !target.IsService && Version(AppYaml.DefaultService, service) is { } ofDefault ? new Meaning(ofDefault, null, null, true) : Nothing;
        }

        // Backends had no versions: a label before one is an instance first.
        if (instance.IsEmpty && serving?.Main is { Deployment.Backend: not null } backend && backend.InstanceOf(version) is { } ofBackend)
            return new Meaning(backend, null, ofBackend, true);
        if (Version(service, version) is { } named)
        {
            if (instance.IsEmpty)
                return new Meaning(named, null, null, true);
            return named.InstanceOf(instance) is { } one ? new Meaning(named, null, one, true) : Nothing;
        }

        return instance.IsEmpty && serving?.Main.InstanceOf(version) is { } ofServing ? new Meaning(serving.Main, null, ofServing, true) : Nothing;
    }

    private static Meaning Of(ServiceRoute? service) => new(service?.Main, service?.Split, null, false);

    private ServiceRoute Compile(string service, string main, AppRoutes? before) => new(
        _services[service][main],
        SplitRoute.Of(Snapshot.App, service, Snapshot.Traffic?.GetValueOrDefault(service), _services[service], before?._serving.GetValueOrDefault(service)?.Split));

    private VersionRoute? Version(ReadOnlySpan<char> service, ReadOnlySpan<char> version) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var versions)
        && versions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(version, out var route) ? route : null;

    private VersionRoute? Same(VersionDeployment deployment) =>
        _services.TryGetValue(deployment.Service, out var versions) && versions.TryGetValue(deployment.Version, out var route)
        && route.Deployment.Generation == deployment.Generation ? route : null;

    private readonly record struct Meaning(VersionRoute? Version, SplitRoute? Split, string? Instance, bool NamesVersion);
}
