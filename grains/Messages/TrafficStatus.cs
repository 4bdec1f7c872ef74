namespace Actors.Grains;

/// <summary>A service's traffic, what is under way with it, and what it was before.</summary>
/// <param name="Service">The service.</param>
/// <param name="Traffic">Who gets its requests.</param>
/// <param name="Move">The migration or canary that is under way, or the last one that was; null when there was none.</param>
/// <param name="History">What it was before, the newest first; <see cref="IAppGrain.RollBack"/> goes to the first of them that still can be.</param>
[GenerateSerializer, Immutable, Alias("actors.TrafficStatus")]
public sealed record TrafficStatus(
    [property: Id(0)] string Service, [property: Id(1)] Traffic Traffic, [property: Id(2)] TrafficMove? Move, [property: Id(3)] IReadOnlyList<FormerTraffic> History);

/// <summary>What a service's traffic was.</summary>
/// <param name="Traffic">The traffic.</param>
/// <param name="Until">When it was changed.</param>
/// <param name="Why">What changed it, such as <c>promote v2</c>.</param>
[GenerateSerializer, Immutable, Alias("actors.FormerTraffic")]
public sealed record FormerTraffic([property: Id(0)] Traffic Traffic, [property: Id(1)] DateTimeOffset Until, [property: Id(2)] string Why);
