using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Actors.Grains;

namespace Actors.Gateway.Dispatching;

/// <summary>One version's instances as this gateway may use them: the newest snapshot, applied. Reading it takes no lock.</summary>
internal sealed class VersionSlots(string versionKey, string holder, IVersionGrain grain, Func<string, IInstanceGrain> instanceGrain)
{
    private readonly ConcurrentDictionary<string, InstanceSlots> _known = new();
    private readonly Lock _leasing = new();
    private volatile State _state = new(0, 0, false, []);
    private int _waiting;
    private int _uses;
    private volatile bool _retired;

    /// <summary>The version's key.</summary>
    public string Key { get; } = versionKey;

    /// <summary>The name under which the slots are leased; a name is used for one of these only, since both sides count.</summary>
    public string Holder { get; } = holder;

    /// <summary>The version's grain.</summary>
    public IVersionGrain Grain { get; } = grain;

    /// <summary>Requests of this gateway that are in the version's instances.</summary>
    public int InFlight => _known.Values.Sum(instance => instance.InFlight);

    /// <summary>Number of the newest snapshot that was applied.</summary>
    public long Seen => _state.Sequence;

    /// <summary>The first subscription; later ones renew it.</summary>
    public Task? Subscribed { get; set; }

    /// <summary>Takes a leased slot of an instance that runs the wanted generation or a later one; null when there is none.</summary>
    /// <remarks>The instance with the fewest requests of this gateway goes first: spread, a worker's threads meet less often at the interpreter's lock.</remarks>
    public InstanceSlots? TryTake(long generation)
    {
        _uses++;
        var state = _state;
        if (state.Generation < generation || _retired)
            return null;
        while (true)
        {
            InstanceSlots? best = null;
            foreach (var instance in state.Instances)
                if (instance.InFlight < instance.Leased && (best is null || instance.InFlight < best.InFlight))
                    best = instance;
            if (best is null || best.TryTake())
                return best;
        }
    }

    /// <summary>Counts a request that waits at the version grain; it must look for a slot once more after this, since one may have come free between.</summary>
    public void BeginWait() => Interlocked.Increment(ref _waiting);

    /// <summary>The wait is over.</summary>
    public void EndWait() => Interlocked.Decrement(ref _waiting);

    /// <summary>Takes the slot of a grant.</summary>
    public InstanceSlots TakeGranted(SlotGrant grant)
    {
        lock (_leasing)
        {
            var instance = Know(grant.InstanceId!);
            instance.TakeGranted();
            return instance;
        }
    }

    /// <summary>A request has left an instance.</summary>
    /// <returns>Slots given up because requests are pending; the version grain must be told.</returns>
    public int Leave(InstanceSlots instance)
    {
        if (Volatile.Read(ref _waiting) > 0 || _state.Pressure || _retired)
        {
            lock (_leasing)
                return instance.LeaveAndGiveUp();
        }
        instance.Leave();
        if (Volatile.Read(ref _waiting) == 0 && !_retired)
            return 0;
        lock (_leasing)
            return instance.GiveUpIdle(); // one began to wait in between: see BeginWait
    }

    /// <summary>Forgets an instance that answered that it is gone.</summary>
    public void Forget(InstanceSlots instance)
    {
        lock (_leasing)
        {
            instance.Revoke();
            _known.TryRemove(instance.Id, out _);
            _state = _state with { Instances = _state.Instances.Remove(instance) };
        }
    }

    /// <summary>The serving instance that a name means: its number or its id; null when there is none.</summary>
    /// <param name="name">As a host has it.</param>
    /// <param name="generation">The wanted generation, or a later one.</param>
    public InstanceSlots? Find(string name, long generation)
    {
        _uses++;
        var state = _state;
        if (state.Generation < generation || _retired)
            return null;
        // An id may be of digits only, and is no number all the same.
        int? number = name.Length <= 10 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return state.Instances.FirstOrDefault(instance => instance.Id == name || (number is not null && instance.Number == number));
    }

    /// <summary>What is leased here, with this side's counts: a version grain that has lost its memory takes it from there.</summary>
    public IReadOnlyList<SlotLease> Held()
    {
        lock (_leasing)
            return _known.Values.Select(static instance => instance.Held).Where(static lease => lease is not { Slots: 0, Granted: 0, Released: 0 }).ToArray();
    }

    /// <summary>Applies a snapshot unless a newer one was; returns the slots that must be given up because requests are pending elsewhere.</summary>
    public IReadOnlyList<SlotLease> Apply(VersionSnapshot snapshot)
    {
        lock (_leasing)
        {
            if (snapshot.Sequence <= _state.Sequence || snapshot.Holder != Holder)
                return [];
            var instances = ImmutableArray.CreateBuilder<InstanceSlots>(snapshot.Leases.Count);
            foreach (var lease in snapshot.Leases)
            {
                var instance = Know(lease.InstanceId);
                instance.Number = lease.Number;
                instance.Apply(lease);
                instances.Add(instance);
            }
            foreach (var gone in _state.Instances.Except(instances))
            {
                gone.Revoke();
                _known.TryRemove(gone.Id, out _);
            }
            _state = new State(snapshot.Sequence, snapshot.Generation, snapshot.Pressure, instances.ToImmutable());
            return snapshot.Pressure ? GiveUpIdle() : [];
        }
    }

    /// <summary>Stops using the version: gives up every slot that is free, and each other one when its request leaves.</summary>
    public IReadOnlyList<SlotLease> Retire()
    {
        lock (_leasing)
        {
            _retired = true;
            return GiveUpIdle();
        }
    }

    /// <summary>True when the version was used since this was asked last; then its leases are worth renewing.</summary>
    public bool UsedSinceAsked() => Interlocked.Exchange(ref _uses, 0) > 0 || _state.Instances.Any(instance => instance.InFlight > 0);

    private InstanceSlots Know(string id) => _known.GetOrAdd(id, key => new InstanceSlots(key, instanceGrain(key)));

    private List<SlotLease> GiveUpIdle()
    {
        var given = new List<SlotLease>();
        foreach (var instance in _state.Instances)
            if (instance.GiveUpIdle() is > 0 and var slots)
                given.Add(new SlotLease(instance.Id, slots));
        return given;
    }

    private sealed record State(long Sequence, long Generation, bool Pressure, ImmutableArray<InstanceSlots> Instances);
}
