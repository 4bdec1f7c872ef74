using Actors.Console.Access;
using Actors.Console.Apps;
using Actors.Console.Instances;
using Actors.Console.Services;
using Actors.Console.Traffic;
using Actors.Console.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Actors.Console;

/// <summary>
/// The admin API, JSON over HTTP. Each resource has a file of its own:
/// <code>
/// GET /health          200 {"status":"ok"} while the silo serves; needs no token
/// GET /openapi.json    what there is, as an OpenAPI document made from what is mapped
///     /api/apps        Apps/AppsApi.cs
///     /api/services    Services/ServicesApi.cs
///     .../traffic, promote, migrate, canary, rollback   Traffic/TrafficApi.cs
///     /api/versions    Versions/VersionsApi.cs
///     /api/instances   Instances/InstancesApi.cs
///     /api/cron        Cron/CronApi.cs
/// </code>
/// A request passes <see cref="AdminDoor"/> first. Errors are <see cref="AdminProblem"/>s.
/// </summary>
public static class AdminApi
{
    internal const string HealthPath = "/health";
    internal const string DocumentPath = "/openapi.json";

    /// <summary>Adds <see cref="AdminOptions"/>, checked at start.</summary>
    public static IServiceCollection AddAdminOptions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        return services;
    }

    /// <summary>Adds what the admin API needs besides the grains, cron and <see cref="IServedApps"/>.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.AddAdminOptions();
        services.ConfigureHttpJsonOptions(static options => AdminJson.Set(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true); // AdminDoor says what is wrong with the body.
        services.AddSingleton<AppCatalog>();
        services.AddSingleton<InstanceReader>();
        services.AddSingleton<VersionRows>();
        services.AddOpenApi(static options => options.AddDocumentTransformer(AdminDocument.DescribeAsync));
        return services;
    }

    /// <summary>Maps the endpoints, behind the door.</summary>
    public static void MapAdminApi(this WebApplication host)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.UseMiddleware<AdminDoor>();
        host.MapGet(HealthPath, static () => TypedResults.Ok(new Health("ok"))).WithName("health").WithTags("silo").WithSummary("Whether the silo serves; needs no token.");
        host.MapOpenApi(DocumentPath);
        host.MapApps();
        host.MapServices();
        host.MapTraffic();
        host.MapVersions();
        host.MapInstances();
        host.MapCron();
    }
}

/// <summary>Whether the silo serves.</summary>
/// <param name="Status"><c>ok</c>.</param>
public sealed record Health(string Status);
