namespace Actors.Grains.Instances;

/// <summary>What becomes of a request that comes to an instance.</summary>
internal enum SlotEntry
{
    /// <summary>It runs now.</summary>
    Runs,

    /// <summary>It runs when its turn comes.</summary>
    Waits,

    /// <summary>There is no room for it.</summary>
    Refused,
}

/// <summary>An instance's slots: so many requests run, a few may wait in order, the rest are refused. For the turns of one grain, so without locks.</summary>
internal sealed class RequestSlots(int slots, int allowance)
{
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private bool _closed;

    /// <summary>Requests that run.</summary>
    public int Running { get; private set; }

    /// <summary>Takes a slot, a place in the short queue, or nothing.</summary>
    /// <param name="turn">When the request waits: true when it has a slot, false when the instance closed meanwhile.</param>
    public SlotEntry Enter(out Task<bool>? turn)
    {
        turn = null;
        if (_closed)
            return SlotEntry.Refused;
        if (Running < slots)
        {
            Running++;
            return SlotEntry.Runs;
        }
        if (_waiting.Count >= allowance)
            return SlotEntry.Refused;
        var place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(place);
        turn = place.Task;
        return SlotEntry.Waits;
    }

    /// <summary>Gives a slot to the first that waits, or frees it.</summary>
    public void Leave()
    {
        if (_waiting.TryDequeue(out var next))
            next.SetResult(true);
        else
            Running--;
    }

    /// <summary>Lets nobody in any more; those that wait are sent away.</summary>
    public void Close()
    {
        _closed = true;
        while (_waiting.TryDequeue(out var waiting))
            waiting.SetResult(false);
    }
}
