using Actors.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Actors.Console.Instances;

/// <summary>
/// Instances in the admin API; PATH is <c>/api/apps/APP/services/SERVICE/versions/VERSION/instances/ID</c>:
/// <code>
/// GET  /api/instances[?app=APP&amp;service=SERVICE&amp;version=VERSION]   every instance
/// GET  PATH                                                     one of them
/// POST PATH/drain                                               202: it gets no new requests, finishes its own and ends
/// POST PATH/kill                                                202: its worker is killed at once; requests in it fail
/// </code>
/// </summary>
internal static class InstancesApi
{
    private const string Path = "/api/apps/{app}/services/{service}/versions/{version}/instances/{id}";

    public static void MapInstances(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/instances", ListAsync).WithName("listInstances").WithTags("instances").WithSummary("Every instance.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapGet(Path, FindAsync).WithName("getInstance").WithTags("instances").WithSummary("One instance.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapPost(Path + "/drain", DrainAsync).WithName("drainInstance").WithTags("instances").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("Has an instance finish its requests and end; where it is needed, another one is started.");
        endpoints.MapPost(Path + "/kill", KillAsync).WithName("killInstance").WithTags("instances").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("Kills an instance's worker at once; requests in it fail.");
    }

    private static Task<Accepted<InstanceDone>> DrainAsync(string app, string service, string version, string id, AppCatalog catalog, IGrainFactory grains) =>
        EndAsync(app, service, version, id, catalog, grains, static (grain, id) => grain.DrainInstance(id, "somebody asked for it"), "draining");

    private static Task<Accepted<InstanceDone>> KillAsync(string app, string service, string version, string id, AppCatalog catalog, IGrainFactory grains) =>
        EndAsync(app, service, version, id, catalog, grains, static (grain, id) => grain.KillInstance(id), "killed");

    private static async Task<Accepted<InstanceDone>> EndAsync(
        string app, string service, string version, string id, AppCatalog catalog, IGrainFactory grains, Func<IVersionGrain, string, Task<bool>> end, string status)
    {
        var (_, found) = await catalog.VersionAsync(app, service, version);
        return await end(grains.GetGrain<IVersionGrain>(found.Key), id) ? TypedResults.Accepted((string?)null, new InstanceDone(status)) : throw NoSuch(version, id);
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

/// <summary>What becomes of an instance.</summary>
/// <param name="Status">draining or killed.</param>
public sealed record InstanceDone(string Status);
