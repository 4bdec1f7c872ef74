using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Actors.Console.Apps;

/// <summary>
/// Apps in the admin API:
/// <code>
/// GET /api/apps         every app with its services
/// GET /api/apps/APP     one of them
/// </code>
/// </summary>
internal static class AppsApi
{
    public static void MapApps(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/apps", ListAsync).WithName("listApps").WithTags("apps").WithSummary("Every app with its services.");
        endpoints.MapGet("/api/apps/{app}", FindAsync).WithName("getApp").WithTags("apps").WithSummary("One app.").WithProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<AppRow>>> ListAsync(AppCatalog catalog, IServedApps served) =>
        TypedResults.Ok<IReadOnlyList<AppRow>>([.. (await catalog.AppsAsync()).Where(static app => app.Versions.Count > 0).Select(app => AppRow.From(app, served.Serves(app.App)))]);

    private static async Task<Ok<AppRow>> FindAsync(string app, AppCatalog catalog, IServedApps served) => TypedResults.Ok(AppRow.From(await catalog.AppAsync(app), served.Serves(app)));
}
