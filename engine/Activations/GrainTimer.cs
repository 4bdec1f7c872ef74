using Actors.Engine.Calls;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>How timer callbacks appear to predicates and filters.</summary>
internal interface ITimerTick : IAddressable
{
    Task InvokeCallbackAsync(CancellationToken cancellationToken);
}

/// <summary>A timer whose due callback takes the way of a call: admitted, run in a turn, and only when it has ended due again.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly MethodShape Interleaving = MethodShape.TimerTick(interleave: true);
    private static readonly MethodShape InOrder = MethodShape.TimerTick(interleave: false);

    private readonly Lock _gate = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly bool _interleave, _keepAlive;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedTo;
    private bool _ticking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _period) = (activation, callback, options.Period);
        (_interleave, _keepAlive) = (options.Interleave, options.KeepAlive);

        // The timer must not carry the request context of the call that made it.
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = activation.Engine.Clock.Time.CreateTimer(static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start(GrainTimerCreationOptions options) => Change(options.DueTime, options.Period);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime);
        Check(period);
        lock (_gate)
        {
            if (_disposed.IsCancellationRequested) return;
            _period = period;

            // While the callback runs (it may be the one who asks), the change counts from its end.
            if (_ticking) _changedTo = dueTime;
            else _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed.IsCancellationRequested) return;
            _timer.Dispose();
        }

        _activation.Forget(this);
        _disposed.Cancel();
    }

    private static void Check(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(uint.MaxValue - 1));
    }

    private void Due()
    {
        lock (_gate)
        {
            if (_ticking || _disposed.IsCancellationRequested) return;
            _ticking = true;
        }

        var tick = new Tick(this);
        tick.Leave(_activation.Engine);
        _activation.Receive(tick, mayRunInline: false);
    }

    private void Ticked(Task task)
    {
        if (task.Exception?.InnerException is { } exception) _activation.Engine.Log.TimerFailed(_activation.GrainId, exception);
        lock (_gate)
        {
            _ticking = false;
            if (_disposed.IsCancellationRequested) return;
            _timer.Change(_changedTo ?? _period, Timeout.InfiniteTimeSpan);
            _changedTo = null;
        }
    }

    private sealed class Tick(GrainTimer timer) : GrainCall(timer._interleave ? Interleaving : InOrder)
    {
        internal override bool KeepsAlive => timer._keepAlive;

        internal override bool IsTimerTick => true;

        public override Task InvokeTarget(object target) => timer._disposed.IsCancellationRequested ? Task.CompletedTask : timer._callback(timer._disposed.Token);

        public override object? GetArgument(int index) => timer._disposed.Token;

        internal override object? ValueOf(Task task) => null;

        private protected override void CreateCompletion()
        {
        }

        private protected override void Complete(Task task) => timer.Ticked(task);

        private protected override Task FailedTask(Exception exception) => Task.FromException(exception);

        private protected override void SetFailed(Exception exception)
        {
        }

        private protected override void SetCancelled(CancellationToken token)
        {
        }
    }
}
