namespace Actors.Engine.Calls;

/// <summary>
/// Ends calls that are not answered in time. There is no timer per call: calls in flight stand in a few linked lists, and a sweep every quarter of a second
/// looks at them all. A time-out is never early, and at most half a second late.
/// </summary>
internal sealed class CallTimeouts(EngineClock clock, TimeSpan general)
{
    private readonly Shard[] _shards = [.. Enumerable.Range(0, 8).Select(_ => new Shard())];

    public void Add(GrainCall call)
    {
        var timeout = call.Shape.Timeout ?? general;
        if (timeout == Timeout.InfiniteTimeSpan || timeout == TimeSpan.MaxValue) return;
        call.Deadline = clock.After(timeout);
        var shard = ShardOf(call);
        lock (shard.Gate)
        {
            call.NextInFlight = shard.First;
            if (shard.First is { } first) first.PreviousInFlight = call;
            shard.First = call;
            call.InFlight = true;
        }
    }

    public void Remove(GrainCall call)
    {
        if (call.Deadline == 0) return;
        var shard = ShardOf(call);
        lock (shard.Gate)
        {
            if (!call.InFlight) return;
            call.InFlight = false;
            if (call.PreviousInFlight is { } previous) previous.NextInFlight = call.NextInFlight;
            else shard.First = call.NextInFlight;
            if (call.NextInFlight is { } next) next.PreviousInFlight = call.PreviousInFlight;
            call.PreviousInFlight = call.NextInFlight = null;
        }
    }

    public void Sweep()
    {
        var now = clock.Now;
        List<GrainCall>? late = null;
        foreach (var shard in _shards)
        {
            lock (shard.Gate)
            {
                for (var call = shard.First; call is not null; call = call.NextInFlight)
                    if (call.Deadline <= now) (late ??= []).Add(call);
            }
        }

        // Outside the locks: settling runs the callee's cancellation callbacks.
        foreach (var call in late ?? []) call.TimeOut(call.Shape.Timeout ?? general);
    }

    /// <summary>Calls in flight that have a time-out; for tests and metrics.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var shard in _shards)
        {
            lock (shard.Gate)
            {
                for (var call = shard.First; call is not null; call = call.NextInFlight) count++;
            }
        }

        return count;
    }

    private Shard ShardOf(GrainCall call) => _shards[System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(call) & 7];

    private sealed class Shard
    {
        public readonly Lock Gate = new();
        public GrainCall? First;
    }
}
