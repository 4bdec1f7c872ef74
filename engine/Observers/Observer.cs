using Actors.Engine.Activations;
using Actors.Engine.Calls;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine;

/// <summary>One object that grains call: its calls run one after the other, on the pool.</summary>
internal sealed class Observer(IGrainObserver target) : ICallTarget, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly WeakReference<IGrainObserver> _target = new(target);
    private readonly Queue<GrainCall> _waiting = new();
    private bool _busy;
    private bool _ended;

    public bool IsAlive => !_ended && _target.TryGetTarget(out _);

    public Activation? Activation => null;

    public IIncomingGrainCallFilter[] Filters => [];

    public void End()
    {
        lock (_gate) _ended = true;
    }

    public bool Receive(GrainCall call, bool mayRunInline)
    {
        lock (_gate)
        {
            if (!IsAlive) return false;
            call.Prepare();
            _waiting.Enqueue(call);
            if (_busy) return true;
            _busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Begins the next call. A call that ends asks for the one after it.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        GrainCall? call;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out call))
            {
                _busy = false;
                return;
            }
        }

        if (!_target.TryGetTarget(out var target))
        {
            call.Reject(new ClientNotAvailableException($"Nobody holds the observer of {call.Shape} any more."));
            Finish(call, null);
            return;
        }

        RequestContext.Restore(call.Context);
        call.Begin(this, target);
    }

    public void Finish(GrainCall call, Exception? exception) => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
}
