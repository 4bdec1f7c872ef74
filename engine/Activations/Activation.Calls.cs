using System.Runtime.CompilerServices;
using Actors.Engine.Calls;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Engine.Activations;

/// <summary>
/// Admission. A call enters when nothing that it must not meet is running; else it waits in order. Waiting calls are scanned, in a turn, whenever
/// one has ended and whenever one has come that a predicate might let in; the predicate is asked anew in each scan, after the calls
/// let in before it have run their first step.
/// </summary>
internal sealed partial class Activation
{
    private GrainCall? _firstWaiting, _lastWaiting;
    private int _waiting, _waitingSpecial;
    private int _running, _runningInOrder, _runningWriters;
    private bool _scanQueued;

    // Touched in turns only.
    private bool _scanning, _scanAgain;

    /// <summary>Whether it was of any use: a grain whose activations each serve one call and end makes progress, one whose activations all end at once does not.</summary>
    internal bool HasBegunCalls { get; private set; }

    private static readonly Action<object?> BeginCallTurn = static call => RunBegin((GrainCall)call!);

    private static readonly ContextCallback BeginCall = static state =>
    {
        var call = (GrainCall)state!;
        RequestContext.Restore(call.Context);
        var activation = call.Activation!;
        call.Begin(activation, activation.GrainInstance!);
    };

    public bool Receive(GrainCall call, bool mayRunInline)
    {
        // A synchronisation context would capture the grain's awaits; a deep stack has to unwind first.
        mayRunInline = mayRunInline && SynchronizationContext.Current is null && RuntimeHelpers.TryEnsureSufficientExecutionStack();
        call.Activation = this;
        Reception reception;
        lock (_gate) reception = Receive(call, ref mayRunInline);
        switch (reception)
        {
            case Reception.Gone: return false;
            case Reception.Activate: QueueTurn(() => _ = ActivateAsync(), call.Context); break;
            case Reception.Scan: QueueTurn(Scan); break;
            case Reception.Begin when mayRunInline: RunTurnInline(NewTurn(BeginCallTurn, call)); break;
            case Reception.Begin:
                call.Prepare();
                NewTurn(BeginCallTurn, call).Start(this);
                break;
        }

        return true;
    }

    public void Finish(GrainCall call, Exception? exception)
    {
        if (exception is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict, $"{call.Shape} found its state changed in storage."));
        }

        bool scan, end;
        lock (_gate)
        {
            _running--;
            if (!call.Shape.AlwaysInterleave)
            {
                _runningInOrder--;
                if (!call.Shape.ReadOnly) _runningWriters--;
            }

            if (call.KeepsAlive) _lastUsed = Engine.Clock.Now;
            scan = _phase == Phase.Valid && _firstWaiting is not null;
            end = MayEnd();
        }

        if (end) _ = EndAsync();
        else if (scan && _scanning) _scanAgain = true;
        else if (scan) Scan();
    }

    private Reception Receive(GrainCall call, ref bool mayRunInline)
    {
        if (_phase == Phase.Invalid) return Reception.Gone;
        if (_phase == Phase.Valid && (_firstWaiting is null || call.Shape.AlwaysInterleave) && MayEnterUnasked(call))
        {
            Enter(call);
            mayRunInline &= !_turning;
            if (mayRunInline) _turning = true;
            return Reception.Begin;
        }

        call.Prepare();
        Append(call);
        switch (_phase)
        {
            case Phase.New:
                _phase = Phase.Activating;
                return Reception.Activate;
            case Phase.Valid when Class.MayInterleave is not null && !_scanQueued:
                _scanQueued = true;
                return Reception.Scan;
            default:
                return Reception.Wait;
        }
    }

    private bool MayEnterUnasked(GrainCall call) =>
        _runningInOrder == 0 || call.Shape.AlwaysInterleave || Class.IsReentrant || (call.Shape.ReadOnly && _runningWriters == 0);

    private void Enter(GrainCall call)
    {
        HasBegunCalls = true;
        _running++;
        if (call.Shape.AlwaysInterleave) return;
        _runningInOrder++;
        if (!call.Shape.ReadOnly) _runningWriters++;
    }

    private void Scan()
    {
        _scanning = true;
        GrainCall? previous = null;
        lock (_gate) _scanQueued = false;
        while (NextToBegin(ref previous) is { } call)
        {
            RunBegin(call);
            if (!_scanAgain) continue;

            // One ended at once, so those that were passed over may enter now.
            _scanAgain = false;
            previous = null;
        }

        _scanning = false;
    }

    private GrainCall? NextToBegin(ref GrainCall? previous)
    {
        while (true)
        {
            GrainCall? call;
            lock (_gate)
            {
                call = previous is null ? _firstWaiting : previous.Next;
                if (_phase != Phase.Valid || call is null) return null;
                if (call.IsSettled)
                {
                    Unlink(previous, call);
                    continue;
                }

                if (MayEnterUnasked(call))
                {
                    Unlink(previous, call);
                    Enter(call);
                    return call;
                }

                if (Class.MayInterleave is null && _waitingSpecial == 0) return null;
            }

            // Only turns remove waiting calls, so the place of this one is still good after the predicate.
            if (!AskPredicate(call))
            {
                previous = call;
                continue;
            }

            lock (_gate)
            {
                if (_phase != Phase.Valid) return null;
                Unlink(previous, call);
                Enter(call);
                return call;
            }
        }
    }

    private bool AskPredicate(GrainCall call)
    {
        if (Class.MayInterleave is not { } predicate) return false;
        try
        {
            return predicate(GrainInstance!, call);
        }
        catch (Exception exception)
        {
            // The call stays in line: when it is its turn nobody needs to be asked.
            Engine.Log.PredicateFailed(GrainId, call.Shape.ToString(), exception);
            return false;
        }
    }

    private static void RunBegin(GrainCall call) => ExecutionContext.Run(CleanContext.Value, BeginCall, call);

    private void Append(GrainCall call)
    {
        call.Next = null;
        if (_lastWaiting is null) _firstWaiting = call;
        else _lastWaiting.Next = call;
        _lastWaiting = call;
        _waiting++;
        if (call.Shape.AlwaysInterleave || call.Shape.ReadOnly) _waitingSpecial++;
    }

    private void Unlink(GrainCall? previous, GrainCall call)
    {
        if (previous is null) _firstWaiting = call.Next;
        else previous.Next = call.Next;
        if (ReferenceEquals(_lastWaiting, call)) _lastWaiting = previous;
        call.Next = null;
        _waiting--;
        if (call.Shape.AlwaysInterleave || call.Shape.ReadOnly) _waitingSpecial--;
    }

    private List<GrainCall> TakeWaiting()
    {
        var calls = new List<GrainCall>(_waiting);
        while (_firstWaiting is { } call)
        {
            Unlink(null, call);
            calls.Add(call);
        }

        return calls;
    }

    private enum Reception
    {
        Gone,
        Begin,
        Wait,
        Scan,
        Activate,
    }
}
