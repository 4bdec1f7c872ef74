using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Routes;
using Actors.Runtimes.Deployments;

namespace Actors.Gateway.Sources;

/// <summary>One version and the directory that it is served from.</summary>
/// <param name="live">As it was deployed first.</param>
/// <param name="deployer">Deploys it anew.</param>
/// <param name="routes">Hear of it.</param>
/// <param name="deployed">Called with the app after it was deployed anew.</param>
internal sealed class LiveSource(LiveDeployment live, Deployer deployer, CurrentRoutes routes, Func<AppToServe, CancellationToken, Task> deployed) : IDisposable
{
    private readonly SemaphoreSlim _deploying = new(1, 1);
    private volatile State _state = new(live, VersionRoute.Compile(live.Deployment));

    /// <summary>The version as its files are now.</summary>
    public ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken)
    {
        var refresh = RefreshAsync(cancellationToken);
        return refresh.IsCompletedSuccessfully ? ValueTask.FromResult(Route(refresh.Result, version)) : new ValueTask<VersionRoute>(RouteAsync(refresh.AsTask(), version));
    }

    /// <summary>Takes up what has changed. Costs next to nothing when nothing has.</summary>
    public ValueTask<State> RefreshAsync(CancellationToken cancellationToken)
    {
        var refreshed = _state.Live.Tree.RefreshAsync(cancellationToken);
        if (!refreshed.IsCompletedSuccessfully)
            return new ValueTask<State>(DeployAsync(refreshed.AsTask(), cancellationToken));
        var generation = refreshed.Result;
        var state = _state;
        return generation == state.Live.TreeGeneration ? ValueTask.FromResult(state) : new ValueTask<State>(DeployAsync(Task.FromResult(generation), cancellationToken));
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _state.Live.Tree.Dispose();
        _deploying.Dispose();
    }

    private static async Task<VersionRoute> RouteAsync(Task<State> refresh, VersionRoute version) => Route(await refresh, version);

    private static VersionRoute Route(State state, VersionRoute version) => version.Deployment.Generation == state.Live.Deployment.Generation && !state.IsBroken ? version : state.Route;

    private async Task<State> DeployAsync(Task<long> refreshed, CancellationToken cancellationToken)
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
            return _state;
        }
        finally
        {
            _deploying.Release();
        }
    }

    private async Task<State> DeployedAsync(LiveDeployment before, long generation, CancellationToken cancellationToken)
    {
        var current = before with { TreeGeneration = generation };
        var (read, errors) = AppToServe.Read(before.App.Source.File);
        if (read is null)
            return new State(current, VersionRoute.Broken(before.Deployment, errors), IsBroken: true);
        var app = before.App.Backend is { } backend ? read.Backends.FirstOrDefault(other => other.Backend!.Name == backend.Name) : read;
        if (app is null)
            return Broken(current, $"There is no backend \"{before.App.Backend!.Name}\" any more.", "");
        try
        {
            var now = await deployer.RedeployAsync(before, app, generation, cancellationToken);
            routes.Publish(now.Snapshot);
            await deployed(app, cancellationToken);
            return new State(now, VersionRoute.Compile(now.Deployment));
        }
        catch (DeploymentRefusedException refused)
        {
            return Broken(current, refused.Message, "");
        }
    }

    private static State Broken(LiveDeployment live, string message, string remedy)
    {
        ImmutableArray<ConfigurationError> errors = [new ConfigurationError(live.App.Source.File, 0, 0, message, remedy)];
        return new State(live, VersionRoute.Broken(live.Deployment, errors), IsBroken: true);
    }

    /// <summary>The version as it was deployed last.</summary>
    /// <param name="Live">The deployment.</param>
    /// <param name="Route">How it is served.</param>
    /// <param name="IsBroken">Its configuration cannot be used; <paramref name="Route"/> says why.</param>
    internal sealed record State(LiveDeployment Live, VersionRoute Route, bool IsBroken = false);
}
