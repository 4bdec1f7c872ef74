namespace Actors.Grains.Versions;

/// <summary>The gateways that hold leases of one version. For the turns of one grain.</summary>
internal sealed class GatewayRegister(TimeProvider time, TimeSpan expiry)
{
    private readonly Dictionary<string, (IVersionObserver Observer, long Renewed)> _gateways = [];

    /// <summary>Ids of all.</summary>
    public IReadOnlyCollection<string> Ids => _gateways.Keys;

    /// <summary>All, to publish to.</summary>
    public IEnumerable<(string GatewayId, IVersionObserver Observer)> All => _gateways.Select(entry => (entry.Key, entry.Value.Observer));

    /// <summary>Adds or renews one; true when it is new.</summary>
    public bool Renew(string gatewayId, IVersionObserver observer)
    {
        var isNew = !_gateways.ContainsKey(gatewayId);
        _gateways[gatewayId] = (observer, time.GetTimestamp());
        return isNew;
    }

    /// <summary>Removes those that have not renewed in time and returns their ids.</summary>
    public IReadOnlyList<string> RemoveExpired()
    {
        var expired = _gateways.Where(entry => time.GetElapsedTime(entry.Value.Renewed) > expiry).Select(entry => entry.Key).ToArray();
        foreach (var id in expired)
            _gateways.Remove(id);
        return expired;
    }
}
