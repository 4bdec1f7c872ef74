using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Geography;
using Actors.Gateway.Hosts;
using Actors.Gateway.Logging;
using Actors.Gateway.Platform;
using Actors.Gateway.Requests;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Gateway.SignIn;
using Actors.Gateway.Sources;
using Actors.Gateway.Static;
using Actors.Gateway.Tls;
using Actors.Grains.Workers;
using Actors.Runtimes.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Gateway;

/// <summary>Adds the gateway to a host.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the gateway and its server. The host gives an <see cref="IDispatcher"/>, an <see cref="ISourceFreshness"/> where directories are served, and options bound to
    /// <see cref="GatewayOptions.Section"/>, <see cref="HostNameOptions.Section"/> and <see cref="TlsOptions.Section"/>; it fills <see cref="CurrentRoutes"/>.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HostNameOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostNameOptions>, HostNameOptionsValidator>();
        services.AddOptions<TlsOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidator>();
        services.TryAddSingleton<ISourceFreshness, DeployedSources>();
        services.AddSingleton(static provider => HostNames.Of(provider.GetRequiredService<IOptions<HostNameOptions>>().Value));
        services.AddSingleton<CurrentRoutes>();
        services.AddSingleton<ServedPorts>();
        services.AddSingleton(static provider => new RequestIds(provider.GetRequiredService<TimeProvider>(), MemoryMarshal.Read<UInt128>(RandomNumberGenerator.GetBytes(16))));
        services.AddSingleton(static _ => new ClientBuckets(MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)))));
        services.AddSingleton(static provider => TrustedProxies.Parse(provider.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies, out _)!);
        services.AddSingleton(static provider => Places.Open(provider.GetRequiredService<IOptions<GatewayOptions>>().Value.GeographyFile, provider.GetRequiredService<ILogger<Places>>()));
        services.AddSingleton(static provider => new BodyMemory(provider.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxBodyMemory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4));
        services.AddSignIn();
        services.AddSingleton<RequestEncoder>();
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton(static provider => new StaticFileCache(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<GatewayOptions>>().Value.StaticCache));
        services.TryAddSingleton(OpenFiles.Unlimited);
        services.AddSingleton<StaticResponder>();

        // Started before the server and so stopped after it: the last requests are noted too.
        services.AddRequestLog();
        services.AddSingleton<Gateway>();
        services.AddSingleton(static provider => new PlatformRequests(
            provider.GetRequiredService<Gateway>(), provider.GetRequiredService<ServedPorts>(), provider.GetRequiredService<RequestIds>(), provider.GetRequiredService<HostNames>()));
        services.AddSingleton<ILifecycleRequests, LifecycleRequests>();
        services.AddSingleton(static provider => new GatewayServer(
            provider.GetRequiredService<Gateway>(),
            provider.GetRequiredService<ServedPorts>(),
            provider.GetRequiredService<IOptions<GatewayOptions>>(),
            provider.GetRequiredService<IOptions<TlsOptions>>(),
            provider.GetRequiredService<OpenFiles>(),
            () => ActivatorUtilities.CreateInstance<ServedCertificate>(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService(static provider => provider.GetRequiredService<GatewayServer>());
        return services;
    }
}
