using Orleans;
using System.Collections.Concurrent;
using Actors.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Routes;

/// <summary>Keeps the routing table as the app grains say: they push every change, and a renewal now and then brings what a lost push did not.</summary>
public sealed class FollowedApps(IGrainFactory grains, CurrentRoutes routes, TimeProvider time, ILogger<FollowedApps> logger) : BackgroundService, IAppObserver
{
    private static readonly TimeSpan RenewalPeriod = TimeSpan.FromSeconds(30);
    private readonly RouteLog _log = new(logger);
    private readonly ConcurrentDictionary<string, bool> _apps = new();
    private readonly Lock _referencing = new();
    private IAppObserver? _reference;

    /// <summary>Begins to follow an app; when this returns its routes are in the table.</summary>
    public async Task FollowAsync(string app)
    {
        _apps[app] = true;
        routes.Publish(await grains.GetGrain<IAppGrain>(app).Subscribe(Reference()));
    }

    /// <summary>Whether it follows an app.</summary>
    public bool Follows(string app) => _apps.ContainsKey(app);

    /// <summary>An app grain pushes a newer snapshot.</summary>
    public void Publish(AppSnapshot snapshot) => routes.Publish(snapshot);

    /// <summary>Renews the subscriptions.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Renewal.RunAsync(RenewalPeriod, time, RenewAsync, stoppingToken);

    private async Task RenewAsync()
    {
        foreach (var app in _apps.Keys)
        {
            try
            {
                await FollowAsync(app);
            }
            catch (Exception failure)
            {
                _log.RenewalFailed(app, failure.Message);
            }
        }
    }

    private IAppObserver Reference()
    {
        lock (_referencing)
            return _reference ??= grains.CreateObjectReference<IAppObserver>(this);
    }
}
