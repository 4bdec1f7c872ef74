using System.Collections.Immutable;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>Turns: tasks of this activation run one after the other, on a thread of the pool or on that of a caller who finds the activation at rest.</summary>
internal sealed partial class Activation : IThreadPoolWorkItem
{
    private const int TurnsBeforeYielding = 64;

    // One turn waits far more often than two: the queue comes into being with the second.
    private Task? _nextTurn;
    private Queue<Task>? _laterTurns;
    private bool _turning;
    private Task? _inlineTurn;

    /// <summary>Takes turns until none is left, but lets other work of the pool go first now and then.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var turns = 0; turns < TurnsBeforeYielding; turns++)
        {
            Task turn;
            lock (_gate)
            {
                if (_nextTurn is null)
                {
                    _turning = false;
                    return;
                }

                turn = TakeTurn(_nextTurn);
            }

            TryExecuteTask(turn);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (_nextTurn is null) _nextTurn = task;
            else (_laterTurns ??= new Queue<Task>()).Enqueue(task);
            if (_turning) return;
            _turning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        if (ReferenceEquals(task, _inlineTurn)) return TryExecuteTask(task);

        // Only code that runs in a turn of this very activation may go on with another of its tasks.
        return !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);
    }

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return _nextTurn is null ? [] : [_nextTurn, .. _laterTurns ?? []];
    }

    /// <summary>Runs a turn on this thread, which has taken the right to it (<see cref="_turning"/>).</summary>
    private void RunTurnInline(Task turn)
    {
        _inlineTurn = turn;
        turn.RunSynchronously(this);
        lock (_gate)
        {
            _inlineTurn = null;
            if (_nextTurn is null)
            {
                _turning = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void QueueTurn(Action action, ImmutableDictionary<string, object>? context = null) =>
        NewTurn(static turn => ((Turn)turn!).Run(), new Turn(action, context)).Start(this);

    private static Task NewTurn(Action<object?> action, object state) => new(action, state, CancellationToken.None, TaskCreationOptions.DenyChildAttach);

    private Task TakeTurn(Task next)
    {
        _nextTurn = _laterTurns is { Count: > 0 } later ? later.Dequeue() : null;
        return next;
    }

    /// <summary>Grain code sees nothing of the caller's or timer's ambient state but the request context.</summary>
    private sealed record Turn(Action Action, ImmutableDictionary<string, object>? Context)
    {
        public void Run() => ExecutionContext.Run(CleanContext.Value, static turn =>
        {
            RequestContext.Restore(((Turn)turn!).Context);
            ((Turn)turn).Action();
        }, this);
    }
}
