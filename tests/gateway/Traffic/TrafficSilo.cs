using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Engine;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Logging;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Gateway.Tests.Traffic;

/// <summary>
/// A gateway on a real socket with the real grains behind it; only the workers are objects, which answer with their version's name. Every message is copied as between machines, and what lasts is kept
/// as the silo keeps it, so that another silo can begin with it.
/// </summary>
internal sealed class TrafficSilo : IAsyncDisposable, IRequestLog
{
    public const string App = "shop";
    private readonly IHost _host;

    private TrafficSilo(TimeProvider time, JsonStorage storage)
    {
        Storage = storage;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IWorkerSpawner>(Workers);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.Configure<EngineOptions>(options => options.CopyMessages = true);
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Grains, storage);
        });
        builder.Services.AddGrainOptions();
        builder.Services.AddDispatching();
        builder.Services.AddSingleton<FollowedApps>().AddHostedService(provider => provider.GetRequiredService<FollowedApps>());
        builder.Services.AddSingleton<TrafficReports>().AddHostedService(provider => provider.GetRequiredService<TrafficReports>());
        builder.Services.AddSingleton<IRequestLog>(this).AddGateway();
        builder.Services.Configure<GatewayOptions>(options => (options.Address, options.Port) = ("127.0.0.1", 0));
        _host = builder.Build();
    }

    public VersionWorkers Workers { get; } = new();

    public JsonStorage Storage { get; }

    public int Port => _host.Services.GetRequiredService<GatewayServer>().Port;

    public CurrentRoutes Routes => _host.Services.GetRequiredService<CurrentRoutes>();

    public TrafficReports Reports => _host.Services.GetRequiredService<TrafficReports>();

    public IAppGrain Grain => Grains.GetGrain<IAppGrain>(App);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo that serves versions of the default service, the first named first.</summary>
    public static async Task<TrafficSilo> StartAsync(string versions = "v1 v2", TimeProvider? time = null, JsonStorage? storage = null)
    {
        var silo = new TrafficSilo(time ?? TimeProvider.System, storage ?? new JsonStorage());
        await silo._host.StartAsync();
        foreach (var version in versions.Split(' '))
            await silo.Grain.Deploy(Deployments.Of(App, "runtime: python3\n", version: version), null);
        await silo.Grain.Serve("default", versions.Split(' '));
        await silo._host.Services.GetRequiredService<FollowedApps>().FollowAsync(App);
        return silo;
    }

    /// <summary>Waits until the gateway knows what the app grain knows: snapshots are pushed one way.</summary>
    public async Task HeardAsync()
    {
        var sequence = (await Grain.Snapshot()).Sequence;
        await TrafficTests.UntilAsync(() => Routes.Current.Apps.Single().Snapshot.Sequence >= sequence);
    }

    /// <summary>A client that keeps its connections; no cookies.</summary>
    public HttpClient Client(string host = "shop.localhost") =>
        new(new SocketsHttpHandler { UseCookies = false, ConnectCallback = async (_, cancellation) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, Port, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        } }) { BaseAddress = new Uri($"http://{host}:{Port}"), Timeout = TimeSpan.FromSeconds(20) };

    void IRequestLog.Write(RequestRecord record)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Workers that say their version.</summary>
    public sealed class VersionWorkers : IWorkerSpawner
    {
        private readonly ConcurrentDictionary<string, byte[]> _answers = new();

        /// <summary>Versions that no process can be started for.</summary>
        public ConcurrentDictionary<string, bool> Broken { get; } = new();

        /// <summary>Statuses of versions that do not answer 200.</summary>
        public ConcurrentDictionary<string, int> Statuses { get; } = new();

        /// <summary>How often a worker of a version was started.</summary>
        public ConcurrentDictionary<string, int> Started { get; } = new();

        /// <summary>Workers that live, by version.</summary>
        public ConcurrentDictionary<string, int> Alive { get; } = new();

        /// <summary>What each request waits for before it is answered. Default: nothing.</summary>
        public Func<string, Task> Pace { get; set; } = _ => Task.CompletedTask;

        /// <summary>What each start waits for. Default: nothing.</summary>
        public Func<string, Task> Start { get; set; } = _ => Task.CompletedTask;

        public async Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken)
        {
            var version = start.Deployment.Version;
            if (Broken.ContainsKey(version))
                throw new SpawnFailedException(default, "The app could not be loaded.", "There is a mistake in it.", "Mend it.", SpawnJourney.None);
            await Start(version);
            Started.AddOrUpdate(version, 1, (_, count) => count + 1);
            Alive.AddOrUpdate(version, 1, (_, count) => count + 1);
            return new Worker(this, version);
        }

        private sealed class Worker(VersionWorkers workers, string version) : IWorker
        {
            private readonly TaskCompletionSource<WorkerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public int Pid => 1;

            public SpawnJourney Journey => SpawnJourney.None;

            public IReadOnlyList<string> Layers => [];

            public Task<WorkerEnd> Ended => _ended.Task;

            public async ValueTask<WorkerAnswer> HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken)
            {
                await workers.Pace(version);
                if (_ended.Task.IsCompleted)
                    throw new WorkerEndedException(await _ended.Task, true);
                var status = workers.Statuses.GetValueOrDefault(version, 200);
                return new WorkerAnswer(workers._answers.GetOrAdd($"{version} {status}", _ => Answer.Of(version, status).Frame!));
            }

            public Task<WorkerEnd> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
            {
                if (_ended.TrySetResult(new WorkerEnd(0, null, "")))
                    workers.Alive.AddOrUpdate(version, 0, (_, count) => count - 1);
                return Ended;
            }

            public long? Memory() => null;

            public TimeSpan? Cpu() => null;

            public ValueTask<WorkerAnswer> HandleBesideAsync(byte[] request) => HandleAsync(request, default, CancellationToken.None);

            public ValueTask DisposeAsync() => default;
        }
    }

    /// <summary>Keeps state as text, as the silo's database does.</summary>
    public sealed class JsonStorage : IGrainStorage
    {
        private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

        public ConcurrentDictionary<string, string> States { get; } = new();

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (States.TryGetValue($"{stateName}/{grainId}", out var text))
                grainState.State = JsonSerializer.Deserialize<T>(text, Json)!;
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            States[$"{stateName}/{grainId}"] = JsonSerializer.Serialize(grainState.State, Json);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
