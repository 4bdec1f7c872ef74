namespace Actors.Grains;

/// <summary>How long an instance's requests took, of about the last ten thousand; each to a sixteenth of its value.</summary>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
[GenerateSerializer, Immutable, Alias("actors.LatencyQuantiles")]
public sealed record LatencyQuantiles([property: Id(0)] TimeSpan Median, [property: Id(1)] TimeSpan P95, [property: Id(2)] TimeSpan P99);
