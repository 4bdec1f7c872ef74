using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Versions;

/// <summary>A version's instances, from the wish for one to the end of its worker. For the turns of one grain.</summary>
internal sealed class InstanceRoster
{
    private readonly Dictionary<string, RosterEntry> _entries = [];
    private IReadOnlyList<InstanceLoad>? _loads;

    /// <summary>All of them, those that drain included.</summary>
    public IReadOnlyCollection<RosterEntry> All => _entries.Values;

    /// <summary>How many start.</summary>
    public int Starting { get; private set; }

    /// <summary>How many take requests.</summary>
    public int Serving { get; private set; }

    /// <summary>Those that start or serve, as the rules see them.</summary>
    public IReadOnlyList<InstanceLoad> Loads =>
        _loads ??= [.. _entries.Values.Where(static entry => entry.State is InstanceState.Starting or InstanceState.Serving).Select(static entry => entry.Load)];

    /// <summary>One of them; null when it is none of this version's.</summary>
    public RosterEntry? Find(string id) => _entries.GetValueOrDefault(id);

    /// <summary>Adds one that starts.</summary>
    public void Add(RosterEntry entry)
    {
        _entries.Add(entry.Id, entry);
        Count(entry.State, 1);
    }

    /// <summary>One is elsewhere in its life.</summary>
    public void Move(RosterEntry entry, InstanceState state)
    {
        Count(entry.State, -1);
        entry.State = state;
        Count(state, 1);
    }

    /// <summary>One has ended; null when it was none of this version's.</summary>
    public RosterEntry? Remove(string id)
    {
        if (_entries.Remove(id, out var entry))
            Count(entry.State, -1);
        return entry;
    }

    /// <summary>What is known of one has changed.</summary>
    public void Touch() => _loads = null;

    /// <summary>The lowest number that none has which starts or serves.</summary>
    public int FreeNumber()
    {
        var taken = _entries.Values.Where(static entry => entry.State is InstanceState.Starting or InstanceState.Serving).Select(static entry => entry.Number).ToHashSet();
        var number = 0;
        while (taken.Contains(number))
            number++;
        return number;
    }

    private void Count(InstanceState state, int change)
    {
        _loads = null;
        Starting += state == InstanceState.Starting ? change : 0;
        Serving += state == InstanceState.Serving ? change : 0;
    }
}
