using System.Collections.Concurrent;
using Actors.Engine;
using Actors.Engine.Tests;
using Actors.Engine.Tests.Samples;
using Actors.Gateway.Dispatching;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
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
    private readonly Workers _workers;

    private DispatchingSilo(IHost host, ManualTime time, Workers workers)
    {
        _host = host;
        _workers = workers;
        Time = time;
        Started = workers.Started;
    }

    public ManualTime Time { get; }

    public ConcurrentQueue<FakeWorker> Started { get; }

    /// <summary>The version's grain.</summary>
    public IVersionGrain Version => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IVersionGrain>(VersionKey);

    /// <summary>How long a worker takes to start. Default: no time.</summary>
    public TimeSpan StartTime { set => _workers.StartTime = value; }

    /// <summary>How long a worker takes for a request, beside being held. Default: no time.</summary>
    public TimeSpan WorkTime { set => _workers.WorkTime = value; }

    /// <summary>What the machine is short of. Default: nothing.</summary>
    public string? ShortOf { set => _workers.ShortOf = value; }

    /// <summary>Instances of basic and manual scaling are asked <c>/_ah/start</c>, and do not answer until they are let go.</summary>
    public bool StartsAreHeld { set => _workers.StartsAreHeld = value; }

    /// <summary>Instances are asked <c>/_ah/warmup</c>.</summary>
    public bool WarmsUp { set => _workers.WarmsUp = value; }

    /// <summary>The app of workers that start from now on cannot be loaded.</summary>
    public bool CannotLoad { set => _workers.CannotLoad = value; }

    /// <summary>What is kept of grains.</summary>
    public MemoryStorage Storage { get; private init; } = null!;

    public IDispatcher Dispatcher => _host.Services.GetRequiredService<IDispatcher>();

    public VersionDeployment Deployment { get; private set; } = null!;

    public static async Task<DispatchingSilo> StartAsync(int maxInstances, int slots, Action<InstanceOptions>? set = null, ScalingSettings? scaling = null, BackendSettings? backend = null)
    {
        var time = new ManualTime();
        var workers = new Workers(time);
        var storage = new MemoryStorage();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IWorkerSpawner>(workers);
        builder.Services.AddSingleton<ILifecycleRequests>(workers);
        builder.Services.AddSingleton<IMachineLoad>(workers);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.Configure<EngineOptions>(options => options.CopyMessages = true);
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Grains, storage);
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
        var silo = new DispatchingSilo(host, time, workers) { Storage = storage };
        await silo.DeployAsync(slots, scaling, backend);
        return silo;
    }

    /// <summary>From now on the silo is one that stops.</summary>
    public void BeginToStop() => _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    /// <summary>Deploys the version anew.</summary>
    public async Task DeployAsync(int slots, ScalingSettings? scaling = null, BackendSettings? backend = null)
    {
        var snapshot = await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAppGrain>("app").Deploy(new VersionDeployment
        {
            App = "app", Service = "default", Version = "v1", Generation = 0, Configuration = "", Runtime = "python3", MaxConcurrentRequests = slots,
            EnvVariables = new Dictionary<string, string>(), CodeTree = "/nowhere", StaticTree = "/nowhere", Scaling = scaling ?? ScalingSettings.Default, Backend = backend,
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
            await Version.Instances();
            await TurnAsync();
        }
    }

    /// <summary>Moves the time on in small steps, in each of which everybody comes as far as can be.</summary>
    public async Task RunAsync(TimeSpan time, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
            await SettleAsync();
        }
    }

    /// <summary>Another gateway's dispatcher, which what version grains push does not reach: it knows only what it asks for.</summary>
    public IDispatcher DeafDispatcher() =>
        new GrainDispatcher(new DeafGrains(_host.Services.GetRequiredService<IGrainFactory>()), Time, NullLogger<GrainDispatcher>.Instance);

    /// <summary>Until nothing moves any more.</summary>
    public async Task SettleAsync()
    {
        await Version.Instances();
        var (before, same) = ((0, 0, 0), 0);
        while (same < 3)
        {
            await Task.Delay(1); // however busy the machine is, the pool's own work goes first
            await TurnAsync();
            var now = (Started.Count, Started.Sum(worker => worker.Inside), Started.Sum(worker => worker.Served));
            same = now == before ? same + 1 : 0;
            before = now;
        }
    }

    /// <summary>Lets what is queued on the pool run.</summary>
    public static async Task TurnAsync()
    {
        for (var hop = 0; hop < 4; hop++)
            await Task.Run(static () => { });
    }

    /// <summary>The version grain loses its activation, as when its machine is lost; the instances live on.</summary>
    public async Task LoseVersionGrainAsync()
    {
        var engine = _host.Services.GetRequiredService<GrainEngine>();
        var id = engine.IdOf(typeof(IVersionGrain), VersionKey, null);
        Assert.True(engine.Directory.TryGet(id, out var lost));
        lost.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "the test says so"));
        while (engine.Directory.TryGet(id, out var still) && ReferenceEquals(lost, still))
            await TurnAsync();
    }

    /// <summary>Stops the silo as a signal does.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Workers(TimeProvider time) : IWorkerSpawner, ILifecycleRequests, IMachineLoad
    {
        public ConcurrentQueue<FakeWorker> Started { get; } = new();

        public TimeSpan StartTime { get; set; }

        public TimeSpan WorkTime { get; set; }

        public bool StartsAreHeld { get; set; }

        public bool WarmsUp { get; set; }

        public bool CannotLoad { get; set; }

        public double Busy => 0;

        public string? ShortOf { get; set; }

        public async Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken)
        {
            if (StartTime > TimeSpan.Zero)
                await Task.Delay(StartTime, time, cancellationToken);
            var worker = new FakeWorker(() => WorkTime > TimeSpan.Zero ? Task.Delay(WorkTime, time) : Task.CompletedTask) { Start = start, CannotLoad = CannotLoad };
            if (StartsAreHeld)
                worker.Hold();
            Started.Enqueue(worker);
            return worker;
        }

        public ILifecycleRequest? Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket = null) =>
            (StartsAreHeld && kind == LifecycleKind.Start) || (WarmsUp && kind == LifecycleKind.WarmUp) ? new PlatformsRequest() : null;
    }

    private sealed class PlatformsRequest : ILifecycleRequest
    {
        public byte[] Frame => [3];

        public int Answered(WorkerAnswer answer) => 200;

        public void Failed(string why)
        {
        }
    }
}
