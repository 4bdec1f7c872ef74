using System.Collections.Immutable;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Actors.Engine.Calls;

/// <summary>
/// One call on its way. The caller's thread makes it and hands it to a target (<see cref="Leave"/>), the target begins it in one of its turns
/// (<see cref="Begin"/>), and exactly one party settles it: the grain's task, the caller's cancellation, or the time-out sweep.
/// A call that ends within the caller's own call never needs a completion source, nor the sweep.
/// </summary>
internal abstract class GrainCall(MethodShape shape) : IInvokable
{
    private CancellationTokenSource? _calleeCancellation;
    private CancellationTokenRegistration _callerCancelled;
    private ICallTarget? _target;
    private object? _targetObject;
    private Task? _running;
    private bool _prepared;
    private int _settled;

    public MethodShape Shape { get; } = shape;

    /// <summary>Set by the proxy when the method has a token.</summary>
    public CancellationToken CallerToken;

    /// <summary>What the grain gets: cancelled by the caller, and by the time-out.</summary>
    public CancellationToken CalleeToken;

    /// <summary>The next waiting call of the same activation; guarded by the activation's lock.</summary>
    internal GrainCall? Next;

    /// <summary>Links and deadline of the time-out sweep; guarded by its lock.</summary>
    internal GrainCall? PreviousInFlight, NextInFlight;
    internal bool InFlight;
    internal long Deadline;

    /// <summary>How often it was sent on because its activation had ended before it served anybody.</summary>
    internal int Hops;

    /// <summary>The activation that took it last.</summary>
    internal Activations.Activation? Activation;

    internal ImmutableDictionary<string, object>? Context { get; private set; }

    internal GrainEngine Engine { get; private set; } = null!;

    /// <summary>False for timer ticks that do not count as use.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>True for timer ticks: they mean this activation, and not the next one of the grain, and no filter sees them.</summary>
    internal virtual bool IsTimerTick => false;

    internal bool IsSettled => Volatile.Read(ref _settled) != 0;

    private protected bool IsPrepared => _prepared;

    /// <summary>On the caller's side, before the call is sent; false when it ended there.</summary>
    internal bool Leave(GrainEngine engine)
    {
        Engine = engine;
        Context = RequestContext.Snapshot;
        if (Shape.TokenIndex >= 0)
        {
            if (CallerToken.IsCancellationRequested)
            {
                CreateCompletion();
                SettleCancelled(CallerToken);
                return false;
            }

            _calleeCancellation = new CancellationTokenSource();
            CalleeToken = _calleeCancellation.Token;
        }

        if (engine.Copier is null) return true;
        try
        {
            CopyArguments(engine.Copier);
            Context = engine.Copier.Copy(Context);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Reject(exception);
            return false;
        }
    }

    /// <summary>Makes the call able to end later, on another thread. Before anybody else can see it.</summary>
    internal void Prepare()
    {
        if (_prepared) return;
        _prepared = true;
        if (Shape.OneWay) return;
        CreateCompletion();
        Engine.Timeouts.Add(this);
        if (CallerToken.CanBeCanceled)
            _callerCancelled = CallerToken.UnsafeRegister(static (call, token) => ((GrainCall)call!).CancelledByCaller(token), this);
    }

    /// <summary>Runs the call in a turn of its target, up to the first await that does not go on at once.</summary>
    internal void Begin(ICallTarget target, object targetObject)
    {
        if (IsSettled)
        {
            target.Finish(this, null);
            return;
        }

        _target = target;
        _targetObject = targetObject;
        Task task;
        try
        {
            task = target.Filters.Length == 0 || IsTimerTick ? InvokeTarget(targetObject) : FilteredCall.Run(target.Activation!, this, targetObject, target.Filters);
            task ??= Task.FromException(new InvalidOperationException($"{Shape} returned null instead of a task."));
        }
        catch (Exception exception)
        {
            task = FailedTask(exception);
        }

        if (task.IsCompleted)
        {
            End(task);
            return;
        }

        Prepare();
        _running = task;
        task.ConfigureAwait(true).GetAwaiter().UnsafeOnCompleted(EndRunning);
    }

    /// <summary>Ends the call without its target.</summary>
    internal void Reject(Exception exception)
    {
        Prepare();
        if (Shape.OneWay) Engine.Log.OneWayCallFailed(Shape.ToString(), exception);
        else SettleFailed(exception);
    }

    internal void TimeOut(TimeSpan timeout)
    {
        var exception = new TimeoutException($"{Shape} did not answer within {timeout}.");
        if (!SettleFailed(exception) || _calleeCancellation is not { } cancellation || !Engine.CancelOnTimeout) return;
        cancellation.Cancel();
    }

    /// <summary>Calls the object; its task is not null unless the grain returned null.</summary>
    public abstract Task InvokeTarget(object target);

    /// <summary>The value of a completed task of <see cref="InvokeTarget"/>.</summary>
    internal abstract object? ValueOf(Task task);

    private protected abstract void CreateCompletion();

    /// <summary>Hands the completed task to the caller.</summary>
    private protected abstract void Complete(Task task);

    private protected abstract Task FailedTask(Exception exception);

    private protected abstract void SetFailed(Exception exception);

    private protected abstract void SetCancelled(CancellationToken token);

    /// <summary>True for the one who may settle the call.</summary>
    private protected bool TrySettle()
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0) return false;
        Engine.Timeouts.Remove(this);
        _callerCancelled.Unregister();
        return true;
    }

    private void EndRunning() => End(_running!);

    private void End(Task task)
    {
        var exception = task.Exception?.InnerException;
        _target!.Finish(this, exception);
        if (Shape.OneWay && exception is not null) Engine.Log.OneWayCallFailed(Shape.ToString(), exception);
        Complete(task);
    }

    private bool SettleFailed(Exception exception)
    {
        if (!TrySettle()) return false;
        SetFailed(exception);
        return true;
    }

    private void SettleCancelled(CancellationToken token)
    {
        if (TrySettle()) SetCancelled(token);
    }

    private void CancelledByCaller(CancellationToken token)
    {
        SettleCancelled(token);
        _calleeCancellation!.Cancel();
    }

    private void CopyArguments(Copying.DeepCopier copier)
    {
        for (var i = 0; i < Shape.Parameters.Length; i++)
        {
            if (i == Shape.TokenIndex || Shape.Parameters[i].IsDefined(typeof(Orleans.ImmutableAttribute), false)) continue;
            SetArgument(i, copier.Copy(GetArgument(i))!);
        }
    }

    bool IInvokable.IsCancellable => Shape.TokenIndex >= 0;

    object? IInvokable.GetTarget() => _targetObject;

    void IInvokable.SetTarget(ITargetHolder holder) => _targetObject = holder.GetTarget();

    async ValueTask<Response> IInvokable.Invoke()
    {
        var task = InvokeTarget(_targetObject ?? throw new InvalidOperationException($"{Shape} has no target yet."));
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return task.IsCompletedSuccessfully ? Response.FromResult(ValueOf(task))
            : Response.FromException(task.Exception?.InnerException ?? new TaskCanceledException(task));
    }

    int IInvokable.GetArgumentCount() => Shape.Parameters.Length;

    public virtual object? GetArgument(int index) =>
        index == Shape.TokenIndex && index >= 0 ? CalleeToken : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Shape} has {Shape.Parameters.Length} arguments.");

    public virtual void SetArgument(int index, object value)
    {
        if (index != Shape.TokenIndex || index < 0) throw new ArgumentOutOfRangeException(nameof(index), index, $"{Shape} has {Shape.Parameters.Length} arguments.");
        CalleeToken = (CancellationToken)value;
    }

    string IInvokable.GetMethodName() => Shape.Name;

    string IInvokable.GetInterfaceName() => Shape.InterfaceName;

    string IInvokable.GetActivityName() => $"{Shape.InterfaceType.Name}/{Shape.Name}";

    MethodInfo IInvokable.GetMethod() => Shape.Method;

    Type IInvokable.GetInterfaceType() => Shape.InterfaceType;

    TimeSpan? IInvokable.GetDefaultResponseTimeout() => Shape.Timeout;

    CancellationToken IInvokable.GetCancellationToken() => CalleeToken;

    bool IInvokable.TryCancel()
    {
        if (_calleeCancellation is null) return false;
        _calleeCancellation.Cancel();
        return true;
    }

    void IDisposable.Dispose()
    {
    }
}
