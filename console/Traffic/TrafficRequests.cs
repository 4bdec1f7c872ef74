using Actors.Grains;

namespace Actors.Console.Traffic;

/// <summary>Splits a service's traffic.</summary>
/// <param name="Shares">Versions and their weights, above 0; <c>{"v1": 1, "v2": 1}</c> is a half each.</param>
/// <param name="SplitBy">How a request finds its version; null, the default, leaves it as it is.</param>
public sealed record TrafficChange(IReadOnlyDictionary<string, double> Shares, TrafficSplit? SplitBy = null);

/// <summary>Gives all of a service's traffic to a version, at once.</summary>
/// <param name="Version">The version.</param>
public sealed record PromoteRequest(string Version);

/// <summary>Gives all of a service's traffic to a version, step by step.</summary>
/// <param name="Version">The version.</param>
/// <param name="Seconds">From the first step to the last; 1 second to 7 days, default 5 minutes.</param>
public sealed record MigrateRequest(string Version, double Seconds = 300);

/// <summary>As a migration, and back by itself when the version is worse than what it replaces.</summary>
/// <param name="Version">The version.</param>
/// <param name="Share">The first step's share, above 0 and below 1; each further step has twice as much. Default 0.1.</param>
/// <param name="Seconds">How long all steps take together at least; 1 second to 7 days, default 5 minutes.</param>
/// <param name="MaxErrorRate">The part of requests that may be answered with a 5xx status, 0 to 1. Default 0.01.</param>
/// <param name="MinRequests">Requests to the new version before a step may end; 1 to 1,000,000, default 100.</param>
public sealed record CanaryRequest(string Version, double Share = 0.1, double Seconds = 300, double MaxErrorRate = 0.01, int MinRequests = 100);
