using Actors.Engine.State;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Actors.Engine.Activations;

/// <summary>From the first call to the last.</summary>
internal sealed partial class Activation
{
    private AsyncServiceScope? _scope;
    private DeactivationReason? _reason;
    private CancellationToken _hurry;
    private List<IActivationState>? _states;
    private bool _ending;

    // Timestamps of the engine's clock; the collector reads them without a lock.
    private long _lastUsed;
    private long _keepUntil;

    public IServiceProvider ActivationServices
    {
        get
        {
            // A scope costs as much as the rest of a small grain: it comes with its first use.
            if (_scope is { } scope) return scope.ServiceProvider;
            var created = Engine.Services.CreateAsyncScope();
            _scope = created;
            return created.ServiceProvider;
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool begin;
        lock (_gate)
        {
            if (_reason is not null || _phase == Phase.Invalid) return;
            _reason = deactivationReason;
            _hurry = cancellationToken;

            // One that is still activating ends when it has; there is an object to say goodbye to then.
            begin = _phase is Phase.Valid or Phase.New;
            if (begin) _phase = Phase.Deactivating;
        }

        if (begin) QueueTurn(BeginEnding);
    }

    /// <summary>Keeps the collector away; see <see cref="Grain.DelayDeactivation"/>.</summary>
    public void DelayDeactivation(TimeSpan span)
    {
        var until = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? long.MaxValue : span <= TimeSpan.Zero ? 0 : Engine.Clock.After(span);
        Volatile.Write(ref _keepUntil, until);
    }

    /// <summary>Ends this activation when it has been idle for its age.</summary>
    public void CollectIfIdle()
    {
        if (Volatile.Read(ref _keepUntil) > Engine.Clock.Now || Engine.Clock.Since(Volatile.Read(ref _lastUsed)) < Class.CollectionAge) return;
        lock (_gate)
        {
            if (_phase != Phase.Valid || _running > 0 || _firstWaiting is not null) return;
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"{GrainId} was idle for {Class.CollectionAge}."));
    }

    internal void AddState(IActivationState state) => (_states ??= []).Add(state);

    private async Task ActivateAsync()
    {
        try
        {
            GrainInstance = Class.Create(this);
            Filters = GrainInstance is IIncomingGrainCallFilter own ? [.. Engine.Filters, own] : Engine.Filters;
            if (_states is not null || Class.OverridesOnActivate) await CallOnActivateAsync((IGrainBase)GrainInstance);
        }
        catch (Exception exception)
        {
            await FailAsync(exception);
            return;
        }

        bool end;
        lock (_gate)
        {
            end = _reason is not null;
            _phase = end ? Phase.Deactivating : Phase.Valid;
            _lastUsed = Engine.Clock.Now;
        }

        if (end) BeginEnding();
        else Scan();
    }

    private async Task CallOnActivateAsync(IGrainBase grain)
    {
        using var timeout = new CancellationTokenSource(Engine.Collection.ActivationTimeout, Engine.Clock.Time);
        try
        {
            foreach (var state in _states ?? []) await state.ReadStateAsync(timeout.Token).WaitAsync(timeout.Token);
            if (grain.OnActivateAsync(timeout.Token) is { IsCompletedSuccessfully: false } activating) await activating.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"{GrainId} was not active within {Engine.Collection.ActivationTimeout}.", exception);
        }
    }

    private async Task FailAsync(Exception exception)
    {
        Engine.Log.ActivationFailed(GrainId, exception);
        lock (_gate)
        {
            _phase = Phase.Deactivating;
            _ending = true;
            _reason ??= new DeactivationReason(DeactivationReasonCode.ActivationFailed, exception, $"{GrainId} could not be activated.");
        }

        StopTimers();
        await DisposeGrainAsync();
        foreach (var call in Leave()) call.Reject(exception);
    }

    private void BeginEnding()
    {
        StopTimers();
        bool end;
        lock (_gate) end = MayEnd();
        if (end) _ = EndAsync();
    }

    /// <summary>True once, when nothing runs any more.</summary>
    private bool MayEnd()
    {
        if (_phase != Phase.Deactivating || _running > 0 || _ending) return false;
        _ending = true;
        return true;
    }

    private async Task EndAsync()
    {
        StopTimers();
        if (GrainInstance is IGrainBase grain && Class.OverridesOnDeactivate) await CallOnDeactivateAsync(grain);
        await DisposeGrainAsync();
        foreach (var call in Leave())
            if (!call.IsTimerTick) Engine.Forward(call);
    }

    private async Task CallOnDeactivateAsync(IGrainBase grain)
    {
        using var timeout = new CancellationTokenSource(Engine.Collection.DeactivationTimeout, Engine.Clock.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _hurry);
        try
        {
            if (grain.OnDeactivateAsync(_reason!.Value, both.Token) is { IsCompletedSuccessfully: false } ending) await ending.WaitAsync(both.Token);
        }
        catch (Exception exception)
        {
            Engine.Log.DeactivationFailed(GrainId, exception);
        }
    }

    private async Task DisposeGrainAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (GrainInstance as IDisposable)?.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Engine.Log.DeactivationFailed(GrainId, exception);
        }
    }

    /// <summary>Makes place for a new activation, and returns the calls that wait for it.</summary>
    private List<Calls.GrainCall> Leave()
    {
        Engine.Directory.Remove(this);
        List<Calls.GrainCall> waiting;
        TaskCompletionSource? deactivated;
        lock (_gate)
        {
            _phase = Phase.Invalid;
            waiting = TakeWaiting();
            deactivated = _deactivated;
        }

        GrainInstance = null;
        _states = null;
        _scope = null;
        deactivated?.SetResult();
        return waiting;
    }
}
