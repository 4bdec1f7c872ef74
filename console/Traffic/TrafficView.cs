using Actors.Grains;

namespace Actors.Console.Traffic;

/// <summary>A service's traffic as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Service">The service.</param>
/// <param name="Shares">Versions with their shares, each above 0 and at most 1; together 1.</param>
/// <param name="SplitBy">How a request finds its version where several share the traffic.</param>
/// <param name="Etag">Another one with every change; the ETag header says it too.</param>
/// <param name="Move">The migration or canary that is under way, or the last one that was; null when there was none.</param>
/// <param name="History">What it was before, the newest first; a rollback goes to the first of them that still can be.</param>
public sealed record TrafficView(
    string App, string Service, IReadOnlyDictionary<string, double> Shares, TrafficSplit SplitBy, string Etag, TrafficMoveView? Move, IReadOnlyList<FormerTrafficView> History)
{
    /// <summary>The view of a service's traffic.</summary>
    public static TrafficView From(string app, TrafficStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new TrafficView(
            app, status.Service, SharesOf(status.Traffic), status.Traffic.SplitBy, status.Traffic.ETag, status.Move is null ? null : TrafficMoveView.From(status.Move),
            [.. status.History.Select(static former => new FormerTrafficView(SharesOf(former.Traffic), former.Traffic.SplitBy, former.Until, former.Why))]);
    }

    internal static IReadOnlyDictionary<string, double> SharesOf(Grains.Traffic traffic) => traffic.Shares.ToDictionary(static share => share.Version, static share => share.Share);
}

/// <summary>What a service's traffic was.</summary>
/// <param name="Shares">Versions with their shares.</param>
/// <param name="SplitBy">How a request found its version.</param>
/// <param name="Until">When it was changed.</param>
/// <param name="Why">What changed it.</param>
public sealed record FormerTrafficView(IReadOnlyDictionary<string, double> Shares, TrafficSplit SplitBy, DateTimeOffset Until, string Why);
