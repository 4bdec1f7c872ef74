using Actors.Grains;

namespace Actors.Gateway.Dispatching;

/// <summary>
/// One instance as this gateway may use it: how many slots it leases and how many requests it has in it, changed together by compare-and-swap,
/// since requests, snapshots and grants meet here without a lock.
/// </summary>
internal sealed class InstanceSlots(string id, IInstanceGrain grain)
{
    private long _packed; // leased slots in the upper half, requests in flight in the lower

    /// <summary>The instance's id.</summary>
    public string Id { get; } = id;

    /// <summary>The instance's grain.</summary>
    public IInstanceGrain Grain { get; } = grain;

    /// <summary>Requests of this gateway that are in the instance.</summary>
    public int InFlight => (int)Volatile.Read(ref _packed);

    /// <summary>Slots this gateway leases.</summary>
    public int Leased => (int)(Volatile.Read(ref _packed) >> 32);

    /// <summary>Takes a leased slot for a request; false when all are in use.</summary>
    public bool TryTake()
    {
        while (true)
        {
            var packed = Volatile.Read(ref _packed);
            if ((int)packed >= (int)(packed >> 32))
                return false;
            if (Interlocked.CompareExchange(ref _packed, packed + 1, packed) == packed)
                return true;
        }
    }

    /// <summary>Takes a slot that the version grain has granted; it adds to the leases unless a snapshot counted it already.</summary>
    public void TakeGranted(bool counted) => Interlocked.Add(ref _packed, counted ? 1 : Pack(1, 1));

    /// <summary>The request has left; the slot stays leased.</summary>
    public void Leave() => Interlocked.Decrement(ref _packed);

    /// <summary>The request has left and the slot with it.</summary>
    /// <returns>True when a leased slot was given up, which the version grain must be told.</returns>
    public bool LeaveAndGiveUp()
    {
        while (true)
        {
            var packed = Volatile.Read(ref _packed);
            var held = packed >> 32 > 0;
            if (Interlocked.CompareExchange(ref _packed, packed - (held ? Pack(1, 1) : 1), packed) == packed)
                return held;
        }
    }

    /// <summary>Gives up every leased slot that is not in use and returns how many there were.</summary>
    public int GiveUpIdle()
    {
        while (true)
        {
            var packed = Volatile.Read(ref _packed);
            var idle = (int)(packed >> 32) - (int)packed;
            if (idle <= 0)
                return 0;
            if (Interlocked.CompareExchange(ref _packed, packed - Pack(idle, 0), packed) == packed)
                return idle;
        }
    }

    /// <summary>Sets the leases as a snapshot says.</summary>
    public void SetLeased(int leased)
    {
        while (true)
        {
            var packed = Volatile.Read(ref _packed);
            if (Interlocked.CompareExchange(ref _packed, Pack(leased, (int)packed), packed) == packed)
                return;
        }
    }

    private static long Pack(int leased, int inFlight) => ((long)leased << 32) + inFlight;
}
