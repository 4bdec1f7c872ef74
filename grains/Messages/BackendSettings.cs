namespace Actors.Grains;

/// <summary>What backends have and services have not. Immutable.</summary>
/// <param name="IsPublic"><c>public</c>: everybody may send it requests, not only administrators and the platform.</param>
/// <param name="FailsFast"><c>failfast</c>: a request does not wait when all instances are busy.</param>
[GenerateSerializer, Immutable, Alias("actors.BackendSettings")]
public sealed record BackendSettings([property: Id(0)] bool IsPublic, [property: Id(1)] bool FailsFast);
