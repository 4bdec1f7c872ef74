using System.Collections.Concurrent;
using Actors.Configuration;
using Actors.Gateway.Routes;
using Actors.Grains;
using Actors.Runtimes.Deployments;

namespace Actors.Gateway.Sources;

/// <summary>
/// The directories that apps are served from while they are being edited. Before each request:
/// <code>
/// tree refreshed (one system call when nothing changed) -> same generation? the route as it is
///                                                       -> otherwise app.yaml read again, deployed, the new route
/// </code>
/// An app's backends follow it: a change is taken up for all of them at once, those that are new begin to be served, those that are not there any more end.
/// </summary>
public sealed class DevelopmentSources(Deployer deployer, CurrentRoutes routes) : ISourceFreshness, IDisposable
{
    private readonly ConcurrentDictionary<string, LiveSource> _sources = new();

    /// <summary>Adds a version that was just deployed.</summary>
    public void Add(LiveDeployment live)
    {
        _sources[live.Deployment.Key] = new LiveSource(live, deployer, routes, FollowBackendsAsync);
        routes.Publish(live.Snapshot);
    }

    /// <inheritdoc/>
    public ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken)
    {
        if (version.Deployment.Backend is not null && _sources.TryGetValue(OwnerOf(version.Deployment), out var owner))
        {
            var refresh = owner.RefreshAsync(cancellationToken);
            if (!refresh.IsCompletedSuccessfully)
                return new ValueTask<VersionRoute>(AfterAsync(refresh.AsTask(), version, cancellationToken));
        }

        return _sources.TryGetValue(version.Deployment.Key, out var source) ? source.CurrentAsync(version, cancellationToken) : ValueTask.FromResult(version);
    }

    /// <summary>Ends the watches.</summary>
    public void Dispose()
    {
        foreach (var source in _sources.Values)
            source.Dispose();
    }

    private static string OwnerOf(VersionDeployment backend) => VersionDeployment.KeyOf(backend.App, AppYaml.DefaultService, backend.Version);

    private async Task<VersionRoute> AfterAsync(Task refresh, VersionRoute version, CancellationToken cancellationToken)
    {
        await refresh;
        return _sources.TryGetValue(version.Deployment.Key, out var source) ? await source.CurrentAsync(version, cancellationToken) : version;
    }

    private async Task FollowBackendsAsync(AppToServe app, CancellationToken cancellationToken)
    {
        if (app.Yaml.Service != AppYaml.DefaultService)
            return;
        foreach (var backend in app.Backends)
        {
            if (_sources.TryGetValue(VersionDeployment.KeyOf(backend.Id, backend.Yaml.Service, backend.VersionName), out var known))
                await known.RefreshAsync(cancellationToken);
            else
                Add(await deployer.DeployAsync(backend, bringsRules: false, cancellationToken));
        }

        var (snapshot, withdrawn) = await deployer.WithdrawBackendsAsync(app);
        routes.Publish(snapshot);
        foreach (var version in withdrawn)
        {
            if (_sources.TryRemove(version.Key, out var gone))
                gone.Dispose();
        }
    }
}
