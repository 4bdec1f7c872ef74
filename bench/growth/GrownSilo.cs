using Actors.Gateway.Dispatching;
using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Bench.Growth;

/// <summary>Routes, dispatcher and grains as in a silo, with workers that answer at once and storage that forgets.</summary>
internal sealed class GrownSilo : IWorkerSpawner, ILifecycleRequests, IGrainStorage, IAsyncDisposable
{
    private static readonly byte[] Frame = new byte[200];
    private IHost _host = null!;
    private IDispatcher _dispatcher = null!;
    private CurrentRoutes _routes = null!;

    /// <summary>A silo that knows so many apps of three versions each, some of which have an instance that runs.</summary>
    public static async Task<GrownSilo> StartAsync(int apps, int versions, int running)
    {
        var silo = new GrownSilo();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IWorkerSpawner>(silo);
        builder.Services.AddSingleton<ILifecycleRequests>(silo);
        builder.UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering();
            orleans.Services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Grains, silo);
        });
        builder.Services.AddGrainOptions();
        builder.Services.AddDispatching();
        silo._host = builder.Build();
        await silo._host.StartAsync();
        silo._dispatcher = silo._host.Services.GetRequiredService<IDispatcher>();
        silo._routes = new CurrentRoutes(HostNames.LocalOnly);
        var grains = silo._host.Services.GetRequiredService<IGrainFactory>();
        for (var app = 0; app < apps; app++)
        {
            AppSnapshot? snapshot = null;
            for (var version = 0; version < versions; version++)
                snapshot = await grains.GetGrain<IAppGrain>($"app{app}").Deploy(Version($"app{app}", $"v{version}"), null);
            silo._routes.Publish(snapshot!);
        }

        for (var app = 0; app < running; app++)
            await silo.RequestAsync($"app{app}.localhost");
        return silo;
    }

    /// <summary>One request, from its host to its answer.</summary>
    public async ValueTask RequestAsync(string host)
    {
        var version = _routes.Current.Find(host)!;
        var result = await _dispatcher.DispatchAsync(version.Deployment, RequestKind.User, Frame, CancellationToken.None);
        if (result.Outcome != DispatchOutcome.Served)
            throw new InvalidOperationException($"{host}: {result.Outcome} {result.Summary}");
    }

    public Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken) => Task.FromResult<IWorker>(new InstantWorker());

    public ILifecycleRequest? Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket = null) => null;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static VersionDeployment Version(string app, string version) => new()
    {
        App = app, Service = "default", Version = version, Generation = 0, Configuration = "runtime: python311\n", Runtime = "python311", MaxConcurrentRequests = 10,
        EnvVariables = new Dictionary<string, string>(), CodeTree = "/nowhere", StaticTree = "/nowhere",
    };
}
