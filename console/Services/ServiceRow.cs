using Actors.Grains;

namespace Actors.Console.Services;

/// <summary>One service as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Service">The service.</param>
/// <param name="Versions">Its versions.</param>
/// <param name="Traffic">Versions with their shares of the traffic, each above 0 and at most 1; together 1.</param>
/// <param name="SplitBy">How a request finds its version where several share the traffic.</param>
public sealed record ServiceRow(string App, string Service, IReadOnlyList<string> Versions, IReadOnlyDictionary<string, double> Traffic, TrafficSplit SplitBy)
{
    /// <summary>The row of a service.</summary>
    public static ServiceRow From(AppSnapshot app, string service)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new ServiceRow(
            app.App,
            service,
            [.. app.Versions.Where(version => version.Service == service).Select(static version => version.Version).Order(StringComparer.Ordinal)],
            app.SharesOf(service),
            app.Traffic?.GetValueOrDefault(service)?.SplitBy ?? TrafficSplit.Ip);
    }
}
