using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;

namespace Actors.Engine.Hosting;

/// <summary>Collects what a silo is made of, and registers the engine itself, once.</summary>
internal sealed class SiloBuilder : ISiloBuilder
{
    public SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
        if (services.Any(s => s.ServiceType == typeof(GrainEngine))) return;
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainEngine>();
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<GrainEngine>().Factory);
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<GrainEngine>().Factory);
        services.AddHostedService<EngineService>();
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }
}
