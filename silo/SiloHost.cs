using Actors.Console;
using Actors.Cron;
using Actors.Gateway;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Gateway.SignIn;
using Actors.Gateway.Sources;
using Actors.Gateway.Tls;
using Actors.Grains;
using Actors.Runtimes;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Deployments;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Sandbox;
using Actors.Services;
using Actors.Services.UrlFetch;
using Actors.Storage;
using Microsoft.Extensions.Options;
using Orleans;

namespace Actors.Silo;

/// <summary>Puts the rooms together.</summary>
internal static class SiloHost
{
    /// <summary>What the gateway and the workers may take to finish after SIGINT or SIGTERM; with it a stop stays under 5 seconds.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(4);

    /// <summary>The sections of the settings, each with the options that it fills.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Sections = new Dictionary<string, Type>
    {
        [GatewayOptions.Section] = typeof(GatewayOptions),
        [SignInOptions.Section] = typeof(SignInOptions),
        [HostNameOptions.Section] = typeof(HostNameOptions),
        [TlsOptions.Section] = typeof(TlsOptions),
        [AdminOptions.Section] = typeof(AdminOptions),
        [InstanceOptions.Section] = typeof(InstanceOptions),
        [DeadlineOptions.Section] = typeof(DeadlineOptions),
        [LifecycleOptions.Section] = typeof(LifecycleOptions),
        ["Runtimes"] = typeof(RuntimeOptions),
        [LimitOptions.Section] = typeof(LimitOptions),
        [SandboxOptions.Section] = typeof(SandboxOptions),
        [StorageOptions.Section] = typeof(StorageOptions),
        [CronOptions.Section] = typeof(CronOptions),
        [UrlFetchOptions.Section] = typeof(UrlFetchOptions),
    };

    /// <summary>Adds what reads settings, with its checks.</summary>
    public static void AddOptions(IServiceCollection services)
    {
        services.AddAdminOptions();
        AddGatewayOptions(services);
        services.AddStorage();
        services.AddGrainOptions();
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddServicesOptions();
        services.AddCronOptions();
        services.AddGateway();
    }

    private static void AddGatewayOptions(IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section);
        services.AddOptions<HostNameOptions>().BindConfiguration(HostNameOptions.Section);
        services.AddOptions<TlsOptions>().BindConfiguration(TlsOptions.Section);
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section);
    }

    /// <summary>Builds the host; nothing listens yet.</summary>
    public static WebApplication Build(IConfiguration settings, PythonRuntimes runtimes, RuntimeOptions runtimeOptions, OpenFiles openFiles)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings);
        Logs.Configure(builder.Logging, settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopGrace);
        builder.Services.AddAdminApi();
        builder.Services.AddStorage();
        builder.UseOrleans(silo =>
        {
            Clustering.Configure(silo);
            silo.Services.AddDatabaseGrainStorage(GrainStorageNames.Grains);
        });
        builder.Services.AddGrainOptions();
        builder.Services.AddSingleton(runtimeOptions);
        builder.Services.AddSingleton(runtimes.Spawner);
        builder.Services.AddSingleton(openFiles);
        builder.Services.AddSingleton(runtimes.MachineLoad);
        builder.Services.AddSingleton<SourceWatches>();
        builder.Services.AddSingleton<Deployer>(services => new Deployer(
            services.GetRequiredService<IGrainFactory>(), runtimes, runtimeOptions, services.GetRequiredService<SourceWatches>(), services.GetRequiredService<TimeProvider>()));
        AddGatewayOptions(builder.Services);
        builder.Services.PostConfigure<GatewayOptions>(gateway => gateway.MaxConnections = (int)Math.Min(gateway.MaxConnections, openFiles.MostClients));
        builder.Services.AddSingleton<DevelopmentSources>();
        builder.Services.AddSingleton<ISourceFreshness>(services => services.GetRequiredService<DevelopmentSources>());
        builder.Services.AddDispatching();
        builder.Services.AddSingleton<FollowedApps>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FollowedApps>());
        builder.Services.AddSingleton<IServedApps, ServedApps>();
        builder.Services.AddHostedService<TrafficReports>();

        // Started before the gateway's server and so stopped after it: runs end beside the last requests.
        builder.Services.AddCron();
        builder.Services.AddSingleton<ICronRequests, GatewayCronRequests>();
        builder.Services.AddSingleton<CronFiles>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CronFiles>());
        builder.Services.AddGateway();
        ClientListeners.Use(builder.Services, "The admin API", openFiles.MostAdminClients, openFiles, TimeProvider.System);
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
            kestrel.ApplicationServices.GetRequiredService<IOptions<AdminOptions>>().Value.Listen(kestrel));
        var host = builder.Build();
        host.MapAdminApi();
        return host;
    }
}
