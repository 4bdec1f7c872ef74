using Actors.Services.UrlFetch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Actors.Services;

/// <summary>The options of all services.</summary>
public static class ServicesOptions
{
    /// <summary>Adds them, checked at start.</summary>
    public static IServiceCollection AddServicesOptions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<UrlFetchOptions>().BindConfiguration(UrlFetchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<UrlFetchOptions>, UrlFetchOptionsValidator>();
        return services;
    }
}
