using Actors.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Actors.Console.Traffic;

/// <summary>
/// A service's traffic in the admin API; PATH is <c>/api/apps/APP/services/SERVICE</c>:
/// <code>
/// GET  PATH/traffic     shares, split, what is under way, what it was; the ETag header names the state
/// PUT  PATH/traffic     {"shares": {"v1": 0.9, "v2": 0.1}, "splitBy": "ip" | "cookie" | "random"}
/// POST PATH/promote     {"version": "v2"}                                      all traffic, at once
/// POST PATH/migrate     {"version": "v2", "seconds": 300}                      202: all traffic, step by step
/// POST PATH/canary      {"version": "v2", "share": 0.1, "seconds": 300, "maxErrorRate": 0.01, "minRequests": 100}   202: and back by itself
/// POST PATH/rollback    what it was before the last change
/// </code>
/// Each takes If-Match with the ETag of the state that the change is meant for, and answers 412 when it is another. Without it the change is made whatever the state is.
/// </summary>
internal static class TrafficApi
{
    private const string Path = "/api/apps/{app}/services/{service}";

    private static readonly int[] Problems =
        [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status415UnsupportedMediaType];

    public static void MapTraffic(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path + "/traffic", FindAsync).WithName("getTraffic").WithTags("traffic").WithProblems(StatusCodes.Status404NotFound)
            .WithSummary("A service's traffic, what is under way with it, and what it was.");
        endpoints.MapPut(Path + "/traffic", SetAsync).WithName("setTraffic").WithTags("traffic").WithProblems(Problems).WithSummary("Splits a service's traffic, at once.");
        endpoints.MapPost(Path + "/promote", PromoteAsync).WithName("promote").WithTags("traffic").WithProblems(Problems).WithSummary("Gives all of a service's traffic to a version, at once.");
        endpoints.MapPost(Path + "/migrate", MigrateAsync).WithName("migrate").WithTags("traffic").WithProblems(Problems)
            .WithSummary("Gives all of a service's traffic to a version in steps, after an instance of it was started. Returns at once.");
        endpoints.MapPost(Path + "/canary", CanaryAsync).WithName("canary").WithTags("traffic").WithProblems(Problems)
            .WithSummary("Gives a version traffic in growing steps, and takes it back by itself when the version is worse than what it replaces. Returns at once.");
        endpoints.MapPost(Path + "/rollback", RollBackAsync).WithName("rollback").WithTags("traffic").WithProblems(Problems)
            .WithSummary("Makes a service's traffic what it was before the last change; asked again, what it was before that.");
    }

    private static Task<Ok<TrafficView>> FindAsync(string app, string service, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        AskAsync(app, service, response, catalog, () => grains.GetGrain<IAppGrain>(app).TrafficOf(service));

    private static Task<Ok<TrafficView>> SetAsync(
        string app, string service, TrafficChange change, [FromHeader(Name = "If-Match")] string? ifMatch, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        AskAsync(app, service, response, catalog, async () =>
        {
            var grain = grains.GetGrain<IAppGrain>(app);
            var splitBy = change.SplitBy ?? (await grain.TrafficOf(service)).Traffic.SplitBy;
            return await grain.SetTraffic(service, change.Shares ?? throw Missing("shares"), splitBy, EntityTag.Read(ifMatch));
        });

    private static Task<Ok<TrafficView>> PromoteAsync(
        string app, string service, PromoteRequest wanted, [FromHeader(Name = "If-Match")] string? ifMatch, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        AskAsync(app, service, response, catalog, () => grains.GetGrain<IAppGrain>(app).Promote(service, wanted.Version ?? throw Missing("version"), EntityTag.Read(ifMatch)), wanted.Version);

    private static async Task<Accepted<TrafficView>> MigrateAsync(
        string app, string service, MigrateRequest wanted, [FromHeader(Name = "If-Match")] string? ifMatch, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        Accept(await AskAsync(
            app, service, response, catalog,
            () => grains.GetGrain<IAppGrain>(app).Migrate(service, wanted.Version ?? throw Missing("version"), Seconds(wanted.Seconds), EntityTag.Read(ifMatch)),
            wanted.Version));

    private static async Task<Accepted<TrafficView>> CanaryAsync(
        string app, string service, CanaryRequest wanted, [FromHeader(Name = "If-Match")] string? ifMatch, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        Accept(await AskAsync(
            app, service, response, catalog,
            () => grains.GetGrain<IAppGrain>(app).Canary(
                service,
                wanted.Version ?? throw Missing("version"),
                new CanaryPlan { Share = wanted.Share, Duration = Seconds(wanted.Seconds), MaxErrorRate = wanted.MaxErrorRate, MinRequests = wanted.MinRequests },
                EntityTag.Read(ifMatch)),
            wanted.Version));

    private static Task<Ok<TrafficView>> RollBackAsync(
        string app, string service, [FromHeader(Name = "If-Match")] string? ifMatch, HttpResponse response, AppCatalog catalog, IGrainFactory grains) =>
        AskAsync(app, service, response, catalog, () => grains.GetGrain<IAppGrain>(app).RollBack(service, EntityTag.Read(ifMatch)));

    private static async Task<Ok<TrafficView>> AskAsync(string app, string service, HttpResponse response, AppCatalog catalog, Func<Task<TrafficStatus>> ask, string? version = null)
    {
        if (version is null)
            await catalog.WithServiceAsync(app, service);
        else
            await catalog.VersionAsync(app, service, version);
        var status = await ask();
        response.Headers.ETag = EntityTag.Write(status.Traffic.ETag);
        return TypedResults.Ok(TrafficView.From(app, status));
    }

    private static Accepted<TrafficView> Accept(Ok<TrafficView> answer) => TypedResults.Accepted($"/api/apps/{Uri.EscapeDataString(answer.Value!.App)}/services/{Uri.EscapeDataString(answer.Value.Service)}/traffic", answer.Value);

    private static TimeSpan Seconds(double seconds) => seconds is > 0 and < 100_000_000
        ? TimeSpan.FromSeconds(seconds)
        : throw new AdminProblemException(StatusCodes.Status400BadRequest, "`seconds` is from 1 second to 7 days.");

    private static AdminProblemException Missing(string name) => new(StatusCodes.Status400BadRequest, $"The body has no `{name}`.");
}
