using Actors.Engine.Calls;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>
/// One grain in memory: its object, its turns (it is the task scheduler of all its code), the calls that run and wait, its timers, its life.
/// <code>
/// New --first call--> Activating --OnActivateAsync--> Valid --idle, asked, stop--> Deactivating --calls done, OnDeactivateAsync--> Invalid
/// </code>
/// One lock guards turns and calls; no grain code and no predicate runs under it.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, ICallTarget
{
    private readonly Lock _gate = new();
    private GrainReference? _reference;
    private TaskCompletionSource? _deactivated;
    private Phase _phase;

    public Activation(GrainEngine engine, GrainClass grainClass, GrainId grainId)
    {
        Engine = engine;
        Class = grainClass;
        GrainId = grainId;
        _lastUsed = engine.Clock.Now;
    }

    private enum Phase : byte
    {
        New,
        Activating,
        Valid,
        Deactivating,
        Invalid,
    }

    /// <summary>The activation whose turn this is, or null outside grains.</summary>
    public static new Activation? Current => TaskScheduler.Current as Activation;

    public GrainEngine Engine { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public GrainReference GrainReference => _reference ??= new GrainReference(Engine, GrainId);

    public object? GrainInstance { get; private set; }

    public IIncomingGrainCallFilter[] Filters { get; private set; } = [];

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                if (_phase == Phase.Invalid) return Task.CompletedTask;
                return (_deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    Activation ICallTarget.Activation => this;

    public object? GetTarget() => GrainInstance;

    public TComponent? GetComponent<TComponent>() where TComponent : class => GrainInstance as TComponent ?? this as TComponent;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId} ({_phase})";
}
