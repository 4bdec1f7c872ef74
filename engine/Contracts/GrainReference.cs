using Actors.Engine;
using Actors.Engine.Calls;

namespace Orleans.Runtime;

/// <summary>What <see cref="IGrainFactory.GetGrain{TGrainInterface}(string, string?)"/> returns: looks like the grain, sends calls. Immutable.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    // The activation that took the last call: a hint, corrected when it has ended.
    private ICallTarget? _last;

    internal GrainReference(GrainEngine engine, GrainId grainId)
    {
        Engine = engine;
        GrainId = grainId;
    }

    /// <summary>The identity of the grain.</summary>
    public GrainId GrainId { get; }

    /// <summary>The full name of the interface.</summary>
    public virtual string InterfaceName => "";

    internal GrainEngine Engine { get; }

    /// <summary>A reference of another interface to the same grain.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>() where TGrainInterface : IAddressable => (TGrainInterface)As(typeof(TGrainInterface));

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>The grain's id, marked as a reference.</summary>
    public sealed override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>Equality of the grains referred to.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Inequality of the grains referred to.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    internal object As(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : Engine.Proxy(interfaceType, GrainId);

    internal Task SendCall(TaskCall call)
    {
        Dispatch(call);
        return call.Outcome;
    }

    internal Task<TResult> SendCall<TResult>(TaskCall<TResult> call)
    {
        Dispatch(call);
        return call.Outcome;
    }

    private void Dispatch(GrainCall call)
    {
        if (!call.Leave(Engine)) return;
        while (true)
        {
            var target = _last ?? Engine.Target(GrainId);
            if (target is null || target.Receive(call, mayRunInline: true))
            {
                if (target is null) call.Reject(Engine.Unreachable(GrainId));
                else _last = target;
                return;
            }

            _last = null;
        }
    }
}
