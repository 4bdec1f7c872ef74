using Microsoft.Extensions.DependencyInjection;

namespace Actors.Gateway.Dispatching;

/// <summary>Adds dispatching to a host.</summary>
public static class DispatchingServices
{
    /// <summary>Adds the <see cref="IDispatcher"/> that takes requests to instance grains, and the renewal of its leases.</summary>
    public static IServiceCollection AddDispatching(this IServiceCollection services)
    {
        services.AddSingleton<GrainDispatcher>();
        services.AddSingleton<IDispatcher>(provider => provider.GetRequiredService<GrainDispatcher>());
        services.AddSingleton<IRequestsInFlight>(provider => provider.GetRequiredService<GrainDispatcher>());
        return services.AddHostedService(provider => provider.GetRequiredService<GrainDispatcher>());
    }
}
