namespace Actors.Grains.Versions;

/// <summary>What the decision about instances is made from.</summary>
/// <param name="Pending">Requests that wait.</param>
/// <param name="Starting">Instances that will be there in a moment.</param>
/// <param name="Total">Instances that count against the limit: starting and serving.</param>
/// <param name="SlotsPerInstance">Requests one instance takes at a time.</param>
/// <param name="MaxInstances">The limit.</param>
internal readonly record struct InstanceDemand(int Pending, int Starting, int Total, int SlotsPerInstance, int MaxInstances)
{
    /// <summary>How many instances to start now: enough for those that wait, less those already starting, within the limit.</summary>
    public int ToStart()
    {
        var needed = (Pending + SlotsPerInstance - 1) / SlotsPerInstance;
        return Math.Clamp(needed - Starting, 0, Math.Max(0, MaxInstances - Total));
    }
}

/// <summary>Which instances have been idle for so long that they are ended.</summary>
internal static class IdleInstances
{
    /// <summary>Ids of the serving instances without a request in them whose last one ended at least <paramref name="idleTimeout"/> ago.</summary>
    public static IEnumerable<string> ToDrain(IEnumerable<InstanceDescription> instances, DateTimeOffset now, TimeSpan idleTimeout) =>
        from instance in instances
        where instance.State == InstanceState.Serving && instance.InFlight == 0 && now - instance.LastActive >= idleTimeout
        select instance.Id;
}
