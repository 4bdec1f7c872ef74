using System.Collections.Concurrent;
using Actors.Engine.Activations;
using Actors.Engine.Calls;
using Actors.Engine.Copying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Actors.Engine;

/// <summary>One silo: what all its activations and references share.</summary>
internal sealed class GrainEngine : IAsyncDisposable
{
    // A grain that ends itself whenever it begins would send its calls round for ever.
    private const int MostHops = 16;

    private readonly ConcurrentDictionary<Type, Func<GrainEngine, GrainId, GrainReference>> _proxies = new();
    private readonly GrainClasses _classes;
    private ITimer? _tick;
    private ITimer? _collect;
    private volatile bool _stopped;

    public GrainEngine(IServiceProvider services, IOptions<SiloMessagingOptions> messaging, IOptions<GrainCollectionOptions> collection, IOptions<EngineOptions> options, ILogger<GrainEngine> logger)
    {
        Services = services;
        Log = new EngineLog(logger);
        Clock = new EngineClock(services.GetService<TimeProvider>() ?? TimeProvider.System);
        Collection = collection.Value;
        CancelOnTimeout = messaging.Value.CancelRequestOnTimeout;
        Timeouts = new CallTimeouts(Clock, messaging.Value.ResponseTimeout);
        Filters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        Copier = options.Value.CopyMessages ? new DeepCopier() : null;
        Factory = new GrainFactory(this);
        _classes = new GrainClasses(options.Value.Assemblies ?? GrainClasses.ApplicationAssemblies(), Collection);
    }

    public IServiceProvider Services { get; }

    public EngineLog Log { get; }

    public EngineClock Clock { get; }

    public GrainCollectionOptions Collection { get; }

    public bool CancelOnTimeout { get; }

    public CallTimeouts Timeouts { get; }

    public GrainDirectory Directory { get; } = new();

    public ObserverDirectory Observers { get; } = new();

    public GrainFactory Factory { get; }

    public IIncomingGrainCallFilter[] Filters { get; }

    /// <summary>Copies messages as a network would, or null where they are passed on.</summary>
    public DeepCopier? Copier { get; }

    public GrainId IdOf(Type interfaceType, string key, string? prefix) => GrainId.Create(_classes.Implementing(interfaceType, prefix).GrainType, key);

    public GrainReference Proxy(Type interfaceType, GrainId grainId) => _proxies.GetOrAdd(interfaceType, static type => Proxies.Of(type))(this, grainId);

    /// <summary>Where calls to this id go, or null when there is no such thing.</summary>
    public ICallTarget? Target(GrainId grainId)
    {
        if (Directory.TryGet(grainId, out var activation)) return activation;
        if (_stopped) return null;
        if (_classes[grainId.Type] is { } grainClass) return Directory.GetOrAdd(new Activation(this, grainClass, grainId));
        return Observers.Find(grainId);
    }

    /// <summary>Why <see cref="Target"/> was null.</summary>
    public Exception Unreachable(GrainId grainId) => _stopped
        ? new SiloUnavailableException($"The silo has stopped, so {grainId} cannot be called.")
        : grainId.Type == ObserverDirectory.ObserverType
            ? new ClientNotAvailableException($"The observer {grainId} was deleted, or nobody holds its object any more.")
            : new OrleansMessageRejectionException($"There is no grain class \"{grainId.Type}\" for {grainId}.");

    /// <summary>Sends on a call whose activation has ended.</summary>
    public void Forward(GrainCall call)
    {
        var grainId = call.Activation!.GrainId;
        if (call.IsSettled) return;
        if (!call.Activation.HasBegunCalls && ++call.Hops > MostHops)
        {
            call.Reject(new OrleansMessageRejectionException($"{call.Shape} of {grainId} met {MostHops} activations in a row that ended before it could run."));
            return;
        }

        ICallTarget? target;
        do
        {
            target = Target(grainId);
            if (target is null) call.Reject(Unreachable(grainId));
        }
        while (target is not null && !target.Receive(call, mayRunInline: false));
    }

    public void Start()
    {
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _tick = Clock.Time.CreateTimer(static engine => ((GrainEngine)engine!).Tick(), this, EngineClock.Tick, EngineClock.Tick);
        _collect = Clock.Time.CreateTimer(static engine => ((GrainEngine)engine!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
    }

    /// <summary>Ends all activations: no new ones after a last round for the calls that ending ones make.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < 3 && Directory.Count > 0; round++) await DeactivateAllAsync(cancellationToken);
        _stopped = true;
        await DeactivateAllAsync(cancellationToken);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        if (_tick is { } tick) await tick.DisposeAsync();
        if (_collect is { } collect) await collect.DisposeAsync();
    }

    private async Task DeactivateAllAsync(CancellationToken cancellationToken)
    {
        var ending = new List<Task>();
        foreach (var activation in Directory.Activations)
        {
            ending.Add(activation.Deactivated);
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
        }

        await Task.WhenAll(ending).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Tick()
    {
        Clock.Advance();
        Timeouts.Sweep();
    }

    private void Collect()
    {
        Clock.Advance();
        foreach (var activation in Directory.Activations) activation.CollectIfIdle();
        Observers.Collect();
    }
}
