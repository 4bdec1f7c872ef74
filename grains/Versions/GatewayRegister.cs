namespace Actors.Grains.Versions;

/// <summary>The gateways that hold leases of one version. For the turns of one grain.</summary>
internal sealed class GatewayRegister(TimeProvider time, TimeSpan expiry)
{
    private readonly Dictionary<string, (IVersionObserver Observer, long Renewed)> _gateways = [];
    private readonly HashSet<string> _retired = [];

    /// <summary>Ids of those that slots are leased to.</summary>
    public IReadOnlyCollection<string> Ids => _retired.Count == 0 ? _gateways.Keys : [.. _gateways.Keys.Except(_retired)];

    /// <summary>The same, to publish to.</summary>
    public IEnumerable<(string GatewayId, IVersionObserver Observer)> All => Ids.Select(id => (id, _gateways[id].Observer));

    /// <summary>Whether it has subscribed and not expired.</summary>
    public bool Knows(string gatewayId) => _gateways.ContainsKey(gatewayId);

    /// <summary>Adds or renews one; true when it is new.</summary>
    public bool Renew(string gatewayId, IVersionObserver observer)
    {
        var isNew = !_gateways.ContainsKey(gatewayId);
        _gateways[gatewayId] = (observer, time.GetTimestamp());
        return isNew;
    }

    /// <summary>One gives its slots back and wants no others; it stays known until it expires, in case it never does.</summary>
    public void Retire(string gatewayId)
    {
        if (_gateways.ContainsKey(gatewayId))
            _retired.Add(gatewayId);
    }

    /// <summary>Removes those that have not renewed in time and returns their ids.</summary>
    public IReadOnlyList<string> RemoveExpired()
    {
        var expired = _gateways.Where(entry => time.GetElapsedTime(entry.Value.Renewed) > expiry).Select(entry => entry.Key).ToArray();
        foreach (var id in expired)
        {
            _gateways.Remove(id);
            _retired.Remove(id);
        }

        return expired;
    }
}
