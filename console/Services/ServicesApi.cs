using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Actors.Console.Services;

/// <summary>
/// Services in the admin API:
/// <code>
/// GET /api/services[?app=APP]                every service with its versions and its traffic
/// GET /api/apps/APP/services/SERVICE         one of them
/// </code>
/// </summary>
internal static class ServicesApi
{
    public static void MapServices(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/services", ListAsync).WithName("listServices").WithTags("services").WithSummary("Every service with its versions and its traffic.")
            .WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapGet("/api/apps/{app}/services/{service}", FindAsync).WithName("getService").WithTags("services").WithSummary("One service.").WithProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<ServiceRow>>> ListAsync(string? app, AppCatalog catalog) => TypedResults.Ok<IReadOnlyList<ServiceRow>>(
    [
        .. from snapshot in await catalog.AppsAsync(app)
           from service in snapshot.Versions.Select(static version => version.Service).Distinct().Order(StringComparer.Ordinal)
           select ServiceRow.From(snapshot, service),
    ]);

    private static async Task<Ok<ServiceRow>> FindAsync(string app, string service, AppCatalog catalog) =>
        TypedResults.Ok(ServiceRow.From(await catalog.WithServiceAsync(app, service), service));
}
