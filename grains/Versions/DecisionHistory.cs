namespace Actors.Grains.Versions;

/// <summary>The last decisions about a version's instances. For the turns of one grain.</summary>
internal sealed class DecisionHistory
{
    /// <summary>So many are remembered.</summary>
    public const int Most = 100;

    // A burst is one decision to people, although every request that began to wait made it anew.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(500);
    private readonly LinkedList<ScalingRecord> _records = new();

    /// <summary>Those remembered, the newest first.</summary>
    public IReadOnlyList<ScalingRecord> All => _records.ToArray();

    /// <summary>Remembers one; starts that follow each other at once, while none of them is over, become one.</summary>
    public void Add(ScalingRecord record)
    {
        if (_records.First?.Value is { Started: > 0 } last && record is { Started: > 0, Drained.Count: 0 }
            && record.At - last.At < Burst && record.Serving == last.Serving && record.Starting == last.Starting + last.Started)
        {
            _records.RemoveFirst();
            record = record with { Started = last.Started + record.Started, Starting = last.Starting };
        }

        _records.AddFirst(record);
        if (_records.Count > Most)
            _records.RemoveLast();
    }
}
