using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>A service's traffic, split among versions: one look into an array for a client's bucket. Immutable but for its meters.</summary>
internal sealed class SplitRoute
{
    private readonly VersionRoute[] _buckets;
    private readonly VersionMeter[] _meters;

    private SplitRoute(string app, string service, Traffic traffic, VersionRoute[] buckets, VersionMeter[] meters)
    {
        (App, Service, Traffic, _buckets, _meters) = (app, service, traffic, buckets, meters);
        Salt = ClientBucket.SaltOf(app, service);
    }

    /// <summary>The app.</summary>
    public string App { get; }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>What it was made of.</summary>
    public Traffic Traffic { get; }

    /// <summary>Spreads addresses differently in each service: who is in the first tenth of one is not in that of all.</summary>
    public uint Salt { get; }

    /// <summary>What is counted of each version; empty when nothing is.</summary>
    public IReadOnlyList<VersionMeter> Meters => _meters;

    /// <summary>The version of a client's bucket.</summary>
    public VersionRoute this[int bucket] => _buckets[bucket];

    /// <summary>What counts a version's requests, or null when nothing is counted.</summary>
    public VersionMeter? MeterOf(VersionRoute version)
    {
        foreach (var meter in _meters)
        {
            if (meter.Version == version.Deployment.Version)
                return meter;
        }

        return null;
    }

    /// <summary>A service's split, or null when one version gets everything or a version is not there.</summary>
    /// <param name="app">The app.</param>
    /// <param name="service">The service.</param>
    /// <param name="traffic">Its traffic, or null.</param>
    /// <param name="versions">Its versions by name.</param>
    /// <param name="before">The split of the state before, whose meters go on counting while the traffic is the same.</param>
    public static SplitRoute? Of(string app, string service, Traffic? traffic, IReadOnlyDictionary<string, VersionRoute> versions, SplitRoute? before)
    {
        if (traffic is null || traffic.Shares.Count < 2 || traffic.Buckets.Length != Traffic.BucketCount)
            return null;
        var routes = traffic.Shares.Select(share => versions.GetValueOrDefault(share.Version)).ToArray();
        if (routes.Contains(null) || traffic.Buckets.Any(index => index >= routes.Length))
            return null;
        var meters = !traffic.IsMeasured ? [] : before?.Traffic.ETag == traffic.ETag ? before._meters : [.. traffic.Shares.Select(static share => new VersionMeter(share.Version))];
        return new SplitRoute(app, service, traffic, Array.ConvertAll(traffic.Buckets, index => routes[index]!), meters);
    }
}
