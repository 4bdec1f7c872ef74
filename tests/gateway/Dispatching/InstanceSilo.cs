using System.Collections.Concurrent;
using Actors.Engine.Tests;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>One instance grain whose worker, and what the platform asks of it, are the test's, in a time that it moves.</summary>
internal sealed class InstanceSilo : IAsyncDisposable, IWorkerSpawner, ILifecycleRequests, IWorker
{
    private readonly TaskCompletionSource<WorkerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Asked> _asked = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private IHost _host = null!;

    public ManualTime Time { get; } = new();

    public IInstanceGrain Instance { get; private set; } = null!;

    /// <summary>What has happened to the worker, in order.</summary>
    public ConcurrentQueue<string> Happened { get; } = new();

    /// <summary>What the version is not asked.</summary>
    public LifecycleKind? NotAsked { get; set; }

    public static VersionDeployment Version(bool runsLong) => new()
    {
        App = "app", Service = "default", Version = "v1", Generation = 1, Configuration = "", Runtime = "python3", MaxConcurrentRequests = 2, Scaling = new ScalingSettings { Kind = runsLong ? ScalingKind.Basic : ScalingKind.Automatic },
        EnvVariables = new Dictionary<string, string>(), CodeTree = "/nowhere", StaticTree = "/nowhere",
    };

    /// <summary>An instance that was started, and has answered its start request when there is one.</summary>
    public static async Task<InstanceSilo> StartedAsync(bool runsLong = true)
    {
        var silo = await CreateAsync();
        await silo.Instance.Start(Version(runsLong), 0);
        if (runsLong)
        {
            (await silo.AskedAsync("Start")).Answer(200);
            await silo.UntilAsync(InstanceState.Serving);
        }

        return silo;
    }

    public static async Task<InstanceSilo> CreateAsync()
    {
        var silo = new InstanceSilo();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(silo.Time);
        builder.Services.AddSingleton<IWorkerSpawner>(silo);
        builder.Services.AddSingleton<ILifecycleRequests>(silo);
        builder.UseOrleans(orleans => orleans.UseLocalhostClustering());
        builder.Services.AddGrainOptions();
        silo._host = builder.Build();
        await silo._host.StartAsync();
        silo.Instance = silo._host.Services.GetRequiredService<IGrainFactory>().GetGrain<IInstanceGrain>("app/default/v1/instance");
        return silo;
    }

    public Task StopAsync() => _host.StopAsync();

    /// <summary>The next request that reaches the worker. Timers that are due fire meanwhile.</summary>
    public async Task<Asked> AskedAsync(string what)
    {
        for (var patience = 0; ; patience++)
        {
            Time.Advance(TimeSpan.Zero);
            if (await _arrived.WaitAsync(TimeSpan.FromMilliseconds(20)))
                break;
            Assert.True(patience < 500, $"{what} does not come");
        }

        Assert.True(_asked.TryDequeue(out var asked));
        Assert.Equal(what, asked.What);
        return asked;
    }

    public async Task UntilAsync(InstanceState state)
    {
        for (var patience = 0; (await Instance.Describe(false)).State != state; patience++)
        {
            Assert.True(patience < 1000, $"not {state}: {await Instance.Describe(false)}");
            await Task.Delay(1); // to the pool, however busy the machine is
            Time.Advance(TimeSpan.Zero);
        }
    }

    Task<IWorker> IWorkerSpawner.SpawnAsync(WorkerStart start, CancellationToken cancellationToken) => Task.FromResult<IWorker>(this);

    ILifecycleRequest? ILifecycleRequests.Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket) =>
        kind == NotAsked ? null : new Request(kind);

    int IWorker.Pid => 1;

    SpawnJourney IWorker.Journey => SpawnJourney.None;

    IReadOnlyList<string> IWorker.Layers => [];

    public Task<WorkerEnd> Ended => _ended.Task;

    long? IWorker.Memory() => null;

    TimeSpan? IWorker.Cpu() => null;

    ValueTask<WorkerAnswer> IWorker.HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken) => ArriveAsync(request);

    ValueTask<WorkerAnswer> IWorker.HandleBesideAsync(byte[] request) => ArriveAsync(request);

    Task<WorkerEnd> IWorker.StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        Happened.Enqueue("stopped");
        _ended.TrySetResult(new WorkerEnd(0, null, ""));
        return Ended;
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Happened.Enqueue("killed");
        _ended.TrySetResult(new WorkerEnd(null, 9, ""));
        return default;
    }

    /// <summary>Stops the silo; whatever is not answered then is cut off, as time passes.</summary>
    public async Task CloseAsync()
    {
        var stopping = _host.StopAsync();
        for (var patience = 0; !stopping.IsCompleted && patience < 1000; patience++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(stopping, Task.Delay(1));
        }

        await stopping;
        _host.Dispose();
    }

    private async ValueTask<WorkerAnswer> ArriveAsync(byte[] frame)
    {
        var asked = new Asked(frame.Length == 1 ? ((LifecycleKind)frame[0]).ToString() : "Request");
        _asked.Enqueue(asked);
        _arrived.Release();
        if (await Task.WhenAny(asked.Answered, Ended) == Ended)
            throw new WorkerEndedException(await Ended, true);
        return new WorkerAnswer(BitConverter.GetBytes(await asked.Answered));
    }

    public sealed class Asked(string what)
    {
        private readonly TaskCompletionSource<int> _status = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string What => what;

        public Task<int> Answered => _status.Task;

        public void Answer(int status) => _status.SetResult(status);
    }

    private sealed class Request(LifecycleKind kind) : ILifecycleRequest
    {
        public byte[] Frame { get; } = [(byte)kind];

        public int Answered(WorkerAnswer answer) => BitConverter.ToInt32(answer.Frame);

        public void Failed(string why)
        {
        }
    }
}
