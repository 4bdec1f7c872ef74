namespace Actors.Grains.Versions;

/// <summary>
/// Who holds which slots. Every slot of every serving instance is either free or leased to one gateway. Pure bookkeeping for the turns of one grain;
/// gateways count what runs, so the ledger never sees a request that finds a leased slot.
/// </summary>
internal sealed class SlotLedger
{
    private readonly Dictionary<string, InstanceSlots> _instances = [];

    /// <summary>Slots that no gateway holds.</summary>
    public int Free => _instances.Values.Sum(instance => instance.Free);

    /// <summary>Adds an instance; all its slots are free.</summary>
    public void Add(string instanceId, int slots, int? number = null) => _instances[instanceId] = new InstanceSlots(slots, number);

    /// <summary>A gateway says what another ledger had leased to it: it holds that again, as far as it is still free. What it has counted goes on.</summary>
    public void Adopt(string gatewayId, IEnumerable<SlotLease> held)
    {
        foreach (var lease in held)
            if (_instances.TryGetValue(lease.InstanceId, out var instance))
                instance.Adopt(gatewayId, lease);
    }

    /// <summary>Removes an instance and every lease of it; true when there was one.</summary>
    public bool Remove(string instanceId) => _instances.Remove(instanceId);

    /// <summary>Grants one free slot of any instance to a gateway that waits.</summary>
    /// <returns>The instance, or null when no slot is free.</returns>
    public string? TakeOne(string gatewayId)
    {
        foreach (var (id, instance) in _instances)
        {
            if (instance.Free == 0)
                continue;
            instance.Grant(gatewayId);
            return id;
        }
        return null;
    }

    /// <summary>Takes slots back from a gateway; what it does not hold cannot come back.</summary>
    public void Release(string gatewayId, string instanceId, int slots)
    {
        if (_instances.TryGetValue(instanceId, out var instance))
            instance.Release(gatewayId, slots);
    }

    /// <summary>Takes everything back from a gateway that is gone.</summary>
    public void ReleaseAll(string gatewayId)
    {
        foreach (var instance in _instances.Values)
            instance.Lease(gatewayId, -instance.LeasedTo(gatewayId));
    }

    /// <summary>Leases every free slot, each instance's evenly: to the gateways that hold the fewest of it, so that a new gateway is not left without.</summary>
    public bool LeaseFree(IReadOnlyCollection<string> gateways)
    {
        if (gateways.Count == 0 || Free == 0)
            return false;
        foreach (var instance in _instances.Values)
            while (instance.Free > 0)
                instance.Lease(gateways.MinBy(instance.LeasedTo)!, 1);
        return true;
    }

    /// <summary>A gateway's leases: one entry for every instance, in the order of their start.</summary>
    public IReadOnlyList<SlotLease> LeasesOf(string gatewayId) => _instances.Select(entry => entry.Value.Of(entry.Key, gatewayId)).ToArray();

    /// <summary>Whether a gateway holds any slot.</summary>
    public bool HasLeases(string gatewayId) => _instances.Values.Any(instance => instance.LeasedTo(gatewayId) > 0);

    private sealed class InstanceSlots(int slots, int? number)
    {
        private readonly Dictionary<string, Account> _accounts = [];

        public int Free { get; private set; } = slots;

        public int LeasedTo(string gatewayId) => _accounts.GetValueOrDefault(gatewayId).Slots;

        public SlotLease Of(string instanceId, string gatewayId)
        {
            var account = _accounts.GetValueOrDefault(gatewayId);
            return new SlotLease(instanceId, account.Slots, account.Granted, account.Released, number);
        }

        public void Adopt(string gatewayId, SlotLease lease) =>
            Change(gatewayId, Math.Clamp(lease.Slots, 0, Free + LeasedTo(gatewayId)) - LeasedTo(gatewayId), account => account with { Granted = lease.Granted, Released = lease.Released });

        public void Grant(string gatewayId) => Change(gatewayId, 1, static account => account with { Granted = account.Granted + 1 });

        public void Release(string gatewayId, int slots) =>
            Change(gatewayId, -Math.Min(slots, LeasedTo(gatewayId)), account => account with { Released = account.Released + slots });

        public void Lease(string gatewayId, int change) => Change(gatewayId, change, static account => account);

        private void Change(string gatewayId, int change, Func<Account, Account> count)
        {
            var account = count(_accounts.GetValueOrDefault(gatewayId));
            _accounts[gatewayId] = account with { Slots = account.Slots + change };
            Free -= change;
        }

        private readonly record struct Account(int Slots, long Granted, long Released);
    }
}
