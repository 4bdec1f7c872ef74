using Actors.Grains;

namespace Actors.Console.Services;

/// <summary>Reads shares of traffic from an app's snapshot.</summary>
internal static class SnapshotShares
{
    /// <summary>The versions of a service that get traffic, with their shares.</summary>
    public static IReadOnlyDictionary<string, double> SharesOf(this AppSnapshot app, string service) =>
        app.Traffic?.GetValueOrDefault(service) is { } traffic ? traffic.Shares.ToDictionary(static share => share.Version, static share => share.Share)
        : app.Serving.TryGetValue(service, out var serving) ? new Dictionary<string, double> { [serving] = 1 }
        : [];
}
