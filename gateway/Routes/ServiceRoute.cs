namespace Actors.Gateway.Routes;

/// <summary>Who answers the requests of a service that name no version. Immutable.</summary>
/// <param name="Main">The version that gets the traffic, or the most of it.</param>
/// <param name="Split">How the traffic is split, or null when it is not: then nothing has to be asked of a request.</param>
internal sealed record ServiceRoute(VersionRoute Main, SplitRoute? Split = null);
