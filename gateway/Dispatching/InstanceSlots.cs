using Actors.Grains;

namespace Actors.Gateway.Dispatching;

/// <summary>
/// One instance as this gateway may use it: how many slots it leases and how many requests it has in it, changed together by compare-and-swap,
/// since requests take and leave slots without a lock. What changes the leases, and so is rare, comes under <see cref="VersionSlots"/>' lock.
/// </summary>
internal sealed class InstanceSlots(string id, IInstanceGrain grain)
{
    private long _packed; // leased slots in the upper half, requests in flight in the lower
    private long _granted;
    private long _released;

    /// <summary>The instance's id.</summary>
    public string Id { get; } = id;

    /// <summary>The instance's grain.</summary>
    public IInstanceGrain Grain { get; } = grain;

    /// <summary>Its number, from 0; null where instances have none.</summary>
    public int? Number { get; set; }

    /// <summary>What is leased, with this side's counts.</summary>
    public SlotLease Held => new(Id, Leased, _granted, _released, Number);

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

    /// <summary>The request has left; the slot stays leased.</summary>
    public void Leave() => Interlocked.Decrement(ref _packed);

    /// <summary>Takes a slot that the version grain has granted. Not for several threads at a time, as the three that follow.</summary>
    public void TakeGranted()
    {
        _granted++;
        Interlocked.Add(ref _packed, Pack(1, 1));
    }

    /// <summary>The request has left and the slot with it.</summary>
    /// <returns>1 when a leased slot was given up, which the version grain must be told; 0 when none was leased any more.</returns>
    public int LeaveAndGiveUp()
    {
        var held = Leased > 0; // leases change only here, under the caller's lock
        Interlocked.Add(ref _packed, held ? -Pack(1, 1) : -1);
        _released += held ? 1 : 0;
        return held ? 1 : 0;
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
            if (Interlocked.CompareExchange(ref _packed, packed - Pack(idle, 0), packed) != packed)
                continue;
            _released += idle;
            return idle;
        }
    }

    /// <summary>Sets the leases as a snapshot says, less the grants that are still on their way here and the slots whose release had not arrived there.</summary>
    public void Apply(SlotLease lease) => SetLeased((int)Math.Max(0, lease.Slots - (lease.Granted - _granted) - (_released - lease.Released)));

    /// <summary>The instance is gone: no slot is leased any more.</summary>
    public void Revoke() => SetLeased(0);

    private void SetLeased(int leased)
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
