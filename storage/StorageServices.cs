using Actors.Storage.GrainStates;
using Actors.Storage.PostgreSql;
using Actors.Storage.Schema;
using Actors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;

namespace Actors.Storage;

/// <summary>Adds storage to a host.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the <see cref="IDatabase"/> that the configuration section <c>Storage</c> (<see cref="StorageOptions"/>) asks for. It is opened and upgraded before
    /// the host's other services start.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateDatabase);
        services.TryAddSingleton<SchemaUpgrader>();
        services.AddHostedService<StorageStartup>();
        return services;
    }

    /// <summary>Adds tables: their upgrades are applied at start.</summary>
    public static IServiceCollection AddSchema(this IServiceCollection services, SchemaComponent component) => services.AddSingleton(component);

    /// <summary>Keeps grain state in the database, under the storage name <paramref name="name"/> that <c>[PersistentState]</c> refers to.</summary>
    public static IServiceCollection AddDatabaseGrainStorage(this IServiceCollection services, string name = "Default")
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.All(service => service.ImplementationInstance != GrainStateSchema.Component)) services.AddSchema(GrainStateSchema.Component);
        services.AddGrainStorage(name, (provider, _) => ActivatorUtilities.CreateInstance<DatabaseGrainStorage>(provider));
        return services;
    }

    private static IDatabase CreateDatabase(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var loggers = provider.GetRequiredService<ILoggerFactory>();
        return options.Dialect == SqlDialect.Sqlite
            ? new SqliteDatabase(options, loggers.CreateLogger<SqliteDatabase>())
            : new PostgreSqlDatabase(options, loggers.CreateLogger<PostgreSqlDatabase>());
    }
}
