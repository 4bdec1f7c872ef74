using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans
{
    /// <summary>A grain object; <see cref="Grain"/> implements it for most.</summary>
    public interface IGrainBase
    {
        /// <summary>What the engine knows of this activation.</summary>
        IGrainContext GrainContext { get; }

        /// <summary>Runs before the first call; when it throws, the waiting calls fail with that exception.</summary>
        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        /// <summary>Runs after the last call. The token is cancelled when the deactivation time-out is over.</summary>
        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }
}

namespace Orleans.Runtime
{
    /// <summary>One activation: the life of one grain object in memory.</summary>
    public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
    {
        /// <summary>The grain's identity.</summary>
        GrainId GrainId { get; }

        /// <summary>A reference to the grain, to be passed around.</summary>
        GrainReference GrainReference { get; }

        /// <summary>The grain object, or null before it is created.</summary>
        object? GrainInstance { get; }

        /// <summary>The services of this activation (a scope of its own).</summary>
        IServiceProvider ActivationServices { get; }

        /// <summary>Completes when the activation has ended.</summary>
        Task Deactivated { get; }

        /// <summary>Begins to end this activation: no further call is let in, those running finish first.</summary>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }
}
