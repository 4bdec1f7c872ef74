using System.Collections.Frozen;
using Actors.Configuration;
using Actors.Gateway.Hosts;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>One app's services and versions. Immutable.</summary>
internal sealed class AppRoutes
{
    private static readonly (VersionRoute? Version, int? Instance, bool NamesVersion) Nothing = (null, null, false);
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

    /// <summary>What serves a service; the default service for one that there is not.</summary>
    public VersionRoute? Serving(string service) => _serving.GetValueOrDefault(service) ?? Default;

    /// <summary>What requests get that name no service; null when nothing is served.</summary>
    public VersionRoute? Default { get; }

    /// <summary>
    /// What a host means here, as on App Engine: a label alone is a service first, then a version of the default service; a number before a service is a version first, then an instance of what serves
    /// it. What does not exist is answered by the default service, under a custom domain by nobody.
    /// </summary>
    /// <param name="target">What the host asks for.</param>
    /// <param name="name">The host without a port.</param>
    public HostRoute Route(in HostTarget target, string name)
    {
        var (version, instance, namesVersion) = target.IsMalformed ? Nothing : Named(target);
        return new HostRoute(this, name, version ?? (target.Kind == HostKind.Custom ? null : Default), instance, namesVersion);
    }

    private (VersionRoute? Version, int? Instance, bool NamesVersion) Named(in HostTarget target)
    {
        ReadOnlySpan<char> service = target.Service, version = target.Version, instance = target.Instance;
        if (service.IsEmpty)
            return (Default, null, false);
        var serving = _serving.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var route) ? route : null;
        if (version.IsEmpty)
        {
            if (serving is not null)
                return (serving, null, false);
            return !target.IsService && Version(AppYaml.DefaultService, service) is { } ofDefault ? (ofDefault, null, true) : Nothing;
        }

        if (Version(service, version) is { } named)
        {
            if (instance.IsEmpty)
                return (named, null, true);
            return named.InstanceOf(instance) is { } number ? (named, number, true) : Nothing;
        }

        return instance.IsEmpty && serving?.InstanceOf(version) is { } ofServing ? (serving, ofServing, true) : Nothing;
    }

    private VersionRoute? Version(ReadOnlySpan<char> service, ReadOnlySpan<char> version) =>
        _services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(service, out var versions)
        && versions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(version, out var route) ? route : null;

    private VersionRoute? Same(VersionDeployment deployment) =>
        _services.TryGetValue(deployment.Service, out var versions) && versions.TryGetValue(deployment.Version, out var route)
        && route.Deployment.Generation == deployment.Generation ? route : null;
}
