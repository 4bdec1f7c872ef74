namespace Actors.Grains;

/// <summary>How a service's requests find their version when several share its traffic.</summary>
[GenerateSerializer, Alias("actors.TrafficSplit")]
public enum TrafficSplit
{
    /// <summary>By the client's address: the same address, the same version. The default, as App Engine's.</summary>
    Ip,

    /// <summary>By the cookie <c>GOOGAPPUID</c>, a number from 0 to 999, which clients without one are given.</summary>
    Cookie,

    /// <summary>Each request by itself.</summary>
    Random,
}

/// <summary>A version's part of its service's traffic.</summary>
/// <param name="Version">The version.</param>
/// <param name="Share">Its part, in thousandths: above 0, at most 1.</param>
[GenerateSerializer, Immutable, Alias("actors.TrafficShare")]
public sealed record TrafficShare([property: Id(0)] string Version, [property: Id(1)] double Share);

/// <summary>
/// Who gets the requests of a service that name no version. Clients fall into <see cref="BucketCount"/> buckets, by their address, their cookie or by chance; each bucket belongs to a version.
/// Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("actors.Traffic")]
public sealed record Traffic
{
    /// <summary>Buckets that clients fall into, so that a share is a number of thousandths.</summary>
    public const int BucketCount = 1000;

    /// <summary>Versions that can share a service's traffic.</summary>
    public const int MostVersions = 100;

    /// <summary>The versions that get requests, at least one; their shares sum to 1.</summary>
    [Id(0)] public required IReadOnlyList<TrafficShare> Shares { get; init; }

    /// <summary>How a request finds its version.</summary>
    [Id(1)] public TrafficSplit SplitBy { get; init; }

    /// <summary>Another one with every change: who changes traffic says which state the change is meant for.</summary>
    [Id(2)] public required string ETag { get; init; }

    /// <summary>
    /// For each of the <see cref="BucketCount"/> buckets the index in <see cref="Shares"/> of its version; empty when one version gets everything. Never changed. From one state to the next no more buckets
    /// change their version than the shares make necessary.
    /// </summary>
    [Id(3)] public byte[] Buckets { get; init; } = [];

    /// <summary>Gateways count what becomes of requests, and report it: a canary is under way. Default false.</summary>
    [Id(4)] public bool IsMeasured { get; init; }

    /// <summary>Somebody asked for it; false when it follows from what was served first. Default false.</summary>
    [Id(5)] public bool IsExplicit { get; init; }

    /// <summary>The version with the largest share, the first of several.</summary>
    public string Main => Shares.MaxBy(static share => share.Share)!.Version;

    /// <summary>A version's share; 0 when it gets nothing.</summary>
    public double ShareOf(string version) => Shares.FirstOrDefault(share => share.Version == version)?.Share ?? 0;

    /// <summary>In words: <c>v1 90 %, v2 10 %</c>.</summary>
    public string Describe() => string.Join(", ", Shares.Select(static share => FormattableString.Invariant($"{share.Version} {share.Share * 100:0.#} %")));
}
