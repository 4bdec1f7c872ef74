namespace Actors.Grains;

/// <summary>What became of a version's requests in one gateway, since the traffic is as it is. Immutable.</summary>
/// <param name="Version">The version.</param>
/// <param name="Requests">Requests that the app was asked for.</param>
/// <param name="Errors">Those of them that were answered with a 5xx status.</param>
/// <param name="Latencies">How many took how long, by <see cref="LatencyScale"/>; requests that an instance was loaded for are not among them. Empty is none.</param>
[GenerateSerializer, Immutable, Alias("actors.VersionCounts")]
public sealed record VersionCounts([property: Id(0)] string Version, [property: Id(1)] long Requests, [property: Id(2)] long Errors, [property: Id(3)] IReadOnlyList<long> Latencies);

/// <summary>What one gateway counted of a service whose traffic is measured. Absolute: a later report replaces an earlier one, so that none is missed.</summary>
/// <param name="Gateway">Whose counts these are.</param>
/// <param name="Service">The service.</param>
/// <param name="ETag">The state of its traffic; counts of another one are not looked at.</param>
/// <param name="Versions">The counts.</param>
[GenerateSerializer, Immutable, Alias("actors.TrafficReport")]
public sealed record TrafficReport(
    [property: Id(0)] string Gateway, [property: Id(1)] string Service, [property: Id(2)] string ETag, [property: Id(3)] IReadOnlyList<VersionCounts> Versions);
