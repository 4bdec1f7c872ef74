namespace Actors.Grains.Versions;

/// <summary>What has to be looked at from time to time, while there is anything to look at.</summary>
internal sealed partial class VersionGrain
{
    /// <summary>How exactly waits and idle times end: a tenth of the shorter of the two, between 50 ms and 5 s.</summary>
    private TimeSpan PatrolPeriod =>
        TimeSpan.FromTicks(Math.Clamp(
            Math.Min(_options.IdleTimeout.Ticks, _options.PendingTimeout.Ticks) / 10, TimeSpan.TicksPerMillisecond * 50, TimeSpan.TicksPerSecond * 5));

    /// <summary>Begins to patrol; it keeps the activation, and ends itself when nothing is left.</summary>
    private void Patrol() =>
        _patrol ??= this.RegisterGrainTimer(
            PatrolAsync, new GrainTimerCreationOptions(PatrolPeriod, PatrolPeriod) { Interleave = true, KeepAlive = true });

    private async Task PatrolAsync(CancellationToken cancellationToken)
    {
        var overdue = time.GetTimestamp() - (long)(_options.PendingTimeout.TotalSeconds * time.TimestampFrequency);
        Refuse(_pending.RemoveOlderThan(overdue), new SlotGrant(GrantOutcome.WaitedTooLong));
        TellPressure();
        foreach (var gone in _gateways.RemoveExpired())
            _ledger.ReleaseAll(gone);
        var described = await DescribeAsync(withMemory: false);
        foreach (var id in IdleInstances.ToDrain(described, time.GetUtcNow(), _options.IdleTimeout).ToArray())
        {
            await DrainAsync(id, "it was idle");
            Publish();
        }
        if (_instances.Count == 0 && _pending.Count == 0)
        {
            _patrol?.Dispose();
            _patrol = null;
        }
    }

    private async Task<IReadOnlyList<InstanceDescription>> DescribeAsync(bool withMemory)
    {
        var described = await Task.WhenAll(_instances.Keys.Select(id => Instance(id).Describe(withMemory)));
        return described.Where(instance => _instances.ContainsKey(instance.Id)).ToArray();
    }
}
