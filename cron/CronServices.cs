using Actors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Cron;

/// <summary>Adds scheduled tasks to a host.</summary>
public static class CronServices
{
    /// <summary>Adds <see cref="CronOptions"/>, checked at start.</summary>
    public static IServiceCollection AddCronOptions(this IServiceCollection services)
    {
        services.AddOptions<CronOptions>().BindConfiguration(CronOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Adds <see cref="CronService"/> and its tables. The host gives storage and an <see cref="ICronRequests"/>, and starts the service when its apps are served.</summary>
    public static IServiceCollection AddCron(this IServiceCollection services)
    {
        services.AddCronOptions();
        services.AddSchema(CronSchema.Component);
        services.AddSingleton<CronService>();
        return services;
    }
}
