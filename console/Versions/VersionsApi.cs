using Actors.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Actors.Console.Versions;

/// <summary>
/// Versions in the admin API; PATH is <c>/api/apps/APP/services/SERVICE/versions/VERSION</c>:
/// <code>
/// GET    /api/versions[?app=APP&amp;service=SERVICE]   every version: runtime, scaling, state, share of the traffic, instances
/// GET    PATH                                     one of them
/// GET    PATH/decisions                           the last hundred decisions about its instances, the newest first, each with its reason
/// POST   PATH/start                               lets a stopped one serve again
/// POST   PATH/stop                                requests for it are answered 404, its instances drain; not while it gets traffic
/// DELETE PATH                                     stops and forgets it; not while it gets traffic
/// </code>
/// </summary>
internal static class VersionsApi
{
    private const string Path = "/api/apps/{app}/services/{service}/versions/{version}";

    public static void MapVersions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/versions", ListAsync).WithName("listVersions").WithTags("versions").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("Every version: runtime, scaling, state, share of the traffic, instances.");
        endpoints.MapGet(Path, FindAsync).WithName("getVersion").WithTags("versions").WithSummary("One version.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapGet(Path + "/decisions", DecisionsAsync).WithName("listDecisions").WithTags("versions").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("The last hundred decisions about a version's instances, the newest first, each with its reason.");
        endpoints.MapPost(Path + "/start", StartAsync).WithName("startVersion").WithTags("versions").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("Lets a stopped version serve again.");
        endpoints.MapPost(Path + "/stop", StopAsync).WithName("stopVersion").WithTags("versions").WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Stops a version that gets no traffic: requests for it are answered 404, its instances finish theirs and end.");
        endpoints.MapDelete(Path, DeleteAsync).WithName("deleteVersion").WithTags("versions").WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Stops a version that gets no traffic, and forgets it. Its files stay where they are.");
    }

    private static async Task<Ok<IReadOnlyList<VersionRow>>> ListAsync(string? app, string? service, AppCatalog catalog, VersionRows rows)
    {
        var versions = await catalog.VersionsAsync(app, service);
        return TypedResults.Ok<IReadOnlyList<VersionRow>>(await Task.WhenAll(versions.Select(each => rows.OfAsync(each.App, each.Version))));
    }

    private static async Task<Ok<VersionRow>> FindAsync(string app, string service, string version, AppCatalog catalog, VersionRows rows)
    {
        var (snapshot, found) = await catalog.VersionAsync(app, service, version);
        return TypedResults.Ok(await rows.OfAsync(snapshot, found));
    }

    private static async Task<Ok<IReadOnlyList<DecisionRow>>> DecisionsAsync(string app, string service, string version, AppCatalog catalog, IGrainFactory grains)
    {
        var (_, found) = await catalog.VersionAsync(app, service, version);
        return TypedResults.Ok<IReadOnlyList<DecisionRow>>([.. (await grains.GetGrain<IVersionGrain>(found.Key).Decisions()).Select(DecisionRow.From)]);
    }

    private static Task<Ok<VersionRow>> StartAsync(string app, string service, string version, AppCatalog catalog, VersionRows rows, IGrainFactory grains) =>
        ChangeAsync(app, service, version, catalog, rows, () => grains.GetGrain<IAppGrain>(app).StartVersion(service, version));

    private static Task<Ok<VersionRow>> StopAsync(string app, string service, string version, AppCatalog catalog, VersionRows rows, IGrainFactory grains) =>
        ChangeAsync(app, service, version, catalog, rows, () => grains.GetGrain<IAppGrain>(app).StopVersion(service, version));

    private static async Task<Ok<VersionRow>> ChangeAsync(string app, string service, string version, AppCatalog catalog, VersionRows rows, Func<Task<AppSnapshot>> change)
    {
        await catalog.VersionAsync(app, service, version);
        var snapshot = await change();
        return TypedResults.Ok(await rows.OfAsync(snapshot, snapshot.Versions.First(each => each.Service == service && each.Version == version)));
    }

    private static async Task<NoContent> DeleteAsync(string app, string service, string version, AppCatalog catalog, IGrainFactory grains)
    {
        await catalog.VersionAsync(app, service, version);
        await grains.GetGrain<IAppGrain>(app).DeleteVersion(service, version);
        return TypedResults.NoContent();
    }
}
