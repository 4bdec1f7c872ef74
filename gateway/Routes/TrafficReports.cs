using Actors.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Actors.Gateway.Routes;

/// <summary>Tells app grains once a second what became of the requests of services whose traffic is measured.</summary>
public sealed class TrafficReports(IGrainFactory grains, CurrentRoutes routes, TimeProvider time, ILogger<TrafficReports> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly RouteLog _log = new(logger);
    private readonly string _gatewayId = $"{Environment.MachineName}-{Guid.NewGuid():n}";

    /// <summary>Reports once.</summary>
    public async Task ReportAsync()
    {
        foreach (var split in routes.Current.Apps.SelectMany(static app => app.Measured))
        {
            try
            {
                await grains.GetGrain<IAppGrain>(split.App).Report(new TrafficReport(_gatewayId, split.Service, split.Traffic.ETag, split.Meters.Select(static meter => meter.Read()).ToArray()));
            }
            catch (Exception failure)
            {
                _log.ReportFailed(split.App, split.Service, failure.Message);
            }
        }
    }

    /// <summary>Reports until the host stops.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Renewal.RunAsync(Period, time, ReportAsync, stoppingToken);
}
