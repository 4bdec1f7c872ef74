using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Actors.Grains;

/// <summary>What grains need of a host, besides an <see cref="Workers.IWorkerSpawner"/> and the grain storage <see cref="GrainStorageNames.Grains"/>.</summary>
public static class GrainServices
{
    /// <summary>Adds <see cref="InstanceOptions"/>, <see cref="DeadlineOptions"/> and <see cref="LifecycleOptions"/>, checked at start, the clock, and how the grains' states are written as JSON.</summary>
    public static IServiceCollection AddGrainOptions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<InstanceOptions>().BindConfiguration(InstanceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeadlineOptions>().BindConfiguration(DeadlineOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<Workers.IMachineLoad, Workers.UnknownMachineLoad>();
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<Workers.ILifecycleRequests, Workers.NoLifecycleRequests>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJsonTypeInfoResolver, GrainStateJson>(static _ => GrainStateJson.Default));
        return services;
    }
}
