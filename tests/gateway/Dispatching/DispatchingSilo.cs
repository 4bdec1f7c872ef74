using System.Collections.Concurrent;
using Actors.Engine;
using Actors.Engine.Tests;
using Actors.Gateway.Dispatching;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>A gateway's dispatcher, the grains behind it and workers that are only objects, in a time that the test moves. Every message is copied as between machines.</summary>
internal sealed class DispatchingSilo : IAsyncDisposable
{
    public const string VersionKey = "app/default/v1";
    private readonly IHost _host;

    private DispatchingSilo(IHost host, ManualTime time, Workers workers)
    {
        _host = host;
        Time = time;
        Started = workers.Started;
    }

    public ManualTime Time { get; }

    public ConcurrentQueue<FakeWorker> Started { get; }

    public IDispatcher Dispatcher => _host.Services.GetRequiredService<IDispatcher>();

    public VersionDeployment Deployment { get; private set; } = null!;

    public static async Task<DispatchingSilo> StartAsync(int maxInstances, int slots, Action<InstanceOptions>? set = null)
    {
        var time = new ManualTime();
        var workers = new Workers();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IWorkerSpawner>(workers);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.Configure<EngineOptions>(options => options.CopyMessages = true);
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Grains, new NoStorage());
        });
        builder.Services.AddGrainOptions();
        builder.Services.Configure<InstanceOptions>(options =>
        {
            options.MaxInstances = maxInstances;
            set?.Invoke(options);
        });
        builder.Services.AddDispatching();
        var host = builder.Build();
        await host.StartAsync();
        var silo = new DispatchingSilo(host, time, workers);
        await silo.DeployAsync(slots);
        return silo;
    }

    /// <summary>Deploys the version anew.</summary>
    public async Task DeployAsync(int slots)
    {
        var snapshot = await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAppGrain>("app").Deploy(new VersionDeployment
        {
            App = "app", Service = "default", Version = "v1", Generation = 0, Configuration = "", Runtime = "python3", MaxConcurrentRequests = slots,
            EnvVariables = new Dictionary<string, string>(), CodeTree = "/nowhere", StaticTree = "/nowhere",
        }, null);
        Deployment = snapshot.Versions.Single();
    }

    /// <summary>One request; fails the test when it is not answered although nothing is in its way.</summary>
    public Task<DispatchResult> RequestAsync(CancellationToken cancellationToken = default) =>
        Dispatcher.DispatchAsync(Deployment, RequestKind.User, [1], cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);

    /// <summary>Moves the time on in steps of a second, as the timers that follow each other's calls need it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IVersionGrain>(VersionKey).Instances();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Workers : IWorkerSpawner
    {
        public ConcurrentQueue<FakeWorker> Started { get; } = new();

        public Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken)
        {
            var worker = new FakeWorker();
            Started.Enqueue(worker);
            return Task.FromResult<IWorker>(worker);
        }
    }

    private sealed class NoStorage : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
