using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Actors.Console.Instances;

/// <summary>
/// Instances in the admin API; PATH is <c>/api/apps/APP/services/SERVICE/versions/VERSION/instances/ID</c>:
/// <code>
/// GET  /api/instances[?app=APP&amp;service=SERVICE&amp;version=VERSION]   every instance
/// GET  PATH                                                     one of them
/// </code>
/// </summary>
internal static class InstancesApi
{
    private const string Path = "/api/apps/{app}/services/{service}/versions/{version}/instances/{id}";

    public static void MapInstances(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/instances", ListAsync).WithName("listInstances").WithTags("instances").WithSummary("Every instance.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapGet(Path, FindAsync).WithName("getInstance").WithTags("instances").WithSummary("One instance.").WithProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<InstanceRow>>> ListAsync(string? app, string? service, string? version, AppCatalog catalog, InstanceReader instances) =>
        TypedResults.Ok(await instances.RowsAsync((await catalog.VersionsAsync(app, service, version)).Select(static each => each.Version)));

    private static async Task<Ok<InstanceRow>> FindAsync(string app, string service, string version, string id, AppCatalog catalog, InstanceReader instances)
    {
        var (_, found) = await catalog.VersionAsync(app, service, version);
        return TypedResults.Ok((await instances.RowsAsync([found])).FirstOrDefault(row => row.Id == id) ?? throw NoSuch(found.Version, id));
    }

    private static AdminProblemException NoSuch(string version, string id) => AdminProblemException.NotFound($"The version '{version}' has no instance '{id}'.");
}
