using Orleans;

namespace Actors.Engine.Calls;

/// <summary>What takes calls: an activation or an observer.</summary>
internal interface ICallTarget
{
    /// <summary>The grain's context, for filters; null for observers.</summary>
    Activations.Activation? Activation { get; }

    /// <summary>Filters around each call; empty most of the time.</summary>
    IIncomingGrainCallFilter[] Filters { get; }

    /// <summary>Takes a call; false when the target has ended for good and the call must go elsewhere.</summary>
    bool Receive(GrainCall call, bool mayRunInline);

    /// <summary>A call that it took has ended. Called in the target's turn, before the caller learns of it.</summary>
    void Finish(GrainCall call, Exception? exception);
}
