using Actors.Engine.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base class of grains: one object per key, one turn at a time.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation _activation;

    /// <summary>Called by the engine, within the activation's first turn.</summary>
    /// <exception cref="InvalidOperationException">Something other than the engine makes the object.</exception>
    protected Grain() => _activation = Activation.Current
        ?? throw new InvalidOperationException($"{GetType()} is a grain: the engine makes it when it is called. Get a reference from IGrainFactory.GetGrain instead of creating it.");

    /// <summary>What the engine knows of this activation.</summary>
    public IGrainContext GrainContext => _activation;

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => _activation.GrainReference;

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => _activation.Engine.Factory;

    /// <summary>The services of this activation.</summary>
    protected IServiceProvider ServiceProvider => _activation.ActivationServices;

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when the running calls have finished; waiting ones go to a new activation.</summary>
    protected void DeactivateOnIdle() =>
        _activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, $"{GetType().Name} called DeactivateOnIdle."));

    /// <summary>Keeps this activation from idle collection for a time; <see cref="TimeSpan.MaxValue"/> or an infinite time for ever, a negative time takes an earlier delay back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => _activation.DelayDeactivation(timeSpan);
}
