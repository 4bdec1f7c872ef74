using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>The timers of an activation end with it.</summary>
internal sealed partial class Activation
{
    private readonly Lock _timersGate = new();
    private HashSet<GrainTimer>? _timers;
    private bool _timersStopped;

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_timersGate)
        {
            if (_timersStopped)
            {
                timer.Dispose();
                return timer;
            }

            (_timers ??= []).Add(timer);
        }

        timer.Start(options);
        return timer;
    }

    internal void Forget(GrainTimer timer)
    {
        lock (_timersGate) _timers?.Remove(timer);
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_timersGate)
        {
            _timersStopped = true;
            timers = _timers is null ? [] : [.. _timers];
            _timers = null;
        }

        foreach (var timer in timers) timer.Dispose();
    }
}
