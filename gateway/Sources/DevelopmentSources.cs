using System.Collections.Concurrent;
using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Routes;
using Actors.Runtimes.Deployments;

namespace Actors.Gateway.Sources;

/// <summary>
/// The directories that apps are served from while they are being edited. Before each request:
/// <code>
/// tree refreshed (one system call when nothing changed) -> same generation? the route as it is
///                                                       -> otherwise app.yaml read again, deployed, the new route
/// </code>
/// </summary>
public sealed class DevelopmentSources(Deployer deployer, CurrentRoutes routes) : ISourceFreshness, IDisposable
{
    private readonly ConcurrentDictionary<string, LiveSource> _sources = new();

    /// <summary>Adds a version that was just deployed.</summary>
    public void Add(LiveDeployment live)
    {
        _sources[live.Deployment.Key] = new LiveSource(live, deployer, routes);
        routes.Publish(live.Snapshot);
    }

    /// <inheritdoc/>
    public ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken) =>
        _sources.TryGetValue(version.Deployment.Key, out var source) ? source.CurrentAsync(version, cancellationToken) : ValueTask.FromResult(version);

    /// <summary>Ends the watches.</summary>
    public void Dispose()
    {
        foreach (var source in _sources.Values)
            source.Dispose();
    }

    private sealed class LiveSource(LiveDeployment live, Deployer deployer, CurrentRoutes routes) : IDisposable
    {
        private readonly SemaphoreSlim _deploying = new(1, 1);
        private volatile State _state = new(live, VersionRoute.Compile(live.Deployment));

        public ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken)
        {
            var refreshed = _state.Live.Tree.RefreshAsync(cancellationToken);
            if (!refreshed.IsCompletedSuccessfully)
                return new ValueTask<VersionRoute>(DeployAsync(refreshed.AsTask(), cancellationToken));
            var generation = refreshed.Result;
            var state = _state;
            if (generation != state.Live.TreeGeneration)
                return new ValueTask<VersionRoute>(DeployAsync(Task.FromResult(generation), cancellationToken));
            return ValueTask.FromResult(version.Deployment.Generation == state.Live.Deployment.Generation && !state.IsBroken ? version : state.Route);
        }

        public void Dispose()
        {
            _state.Live.Tree.Dispose();
            _deploying.Dispose();
        }

        private async Task<VersionRoute> DeployAsync(Task<long> refreshed, CancellationToken cancellationToken)
        {
            long generation;
            try
            {
                generation = await refreshed;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return Broken(_state.Live, failure.Message, "Mend that and ask again.");
            }

            await _deploying.WaitAsync(cancellationToken);
            try
            {
                if (generation > _state.Live.TreeGeneration)
                    _state = await DeployedAsync(_state.Live, generation, cancellationToken);
                return _state.Route;
            }
            finally
            {
                _deploying.Release();
            }
        }

        private async Task<State> DeployedAsync(LiveDeployment before, long generation, CancellationToken cancellationToken)
        {
            var (app, errors) = AppToServe.Read(before.App.Source.File);
            if (app is null)
                return new State(before with { TreeGeneration = generation }, VersionRoute.Broken(before.Deployment, errors), IsBroken: true);
            try
            {
                var now = await deployer.RedeployAsync(before, app, generation, cancellationToken);
                routes.Publish(now.Snapshot);
                return new State(now, VersionRoute.Compile(now.Deployment));
            }
            catch (DeploymentRefusedException refused)
            {
                return new State(before with { TreeGeneration = generation }, Broken(before, refused.Message, ""), IsBroken: true);
            }
        }

        private static VersionRoute Broken(LiveDeployment live, string message, string remedy)
        {
            ImmutableArray<ConfigurationError> errors = [new ConfigurationError(live.App.Source.File, 0, 0, message, remedy)];
            return VersionRoute.Broken(live.Deployment, errors);
        }

        private sealed record State(LiveDeployment Live, VersionRoute Route, bool IsBroken = false);
    }
}
