using Actors.Cron;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Actors.Console;

/// <summary>
/// Scheduled tasks in the admin API:
/// <code>
/// GET  /api/cron[?app=APP]                     the jobs with their next and last runs
/// GET  /api/cron/APP/history[?job=JOB&amp;count=N]   the latest runs, newest first; 50 unless said otherwise, at most 1000
/// POST /api/cron/APP/JOB/run                   202: a run begins now
/// POST /api/cron/APP/JOB/pause, .../resume     200
/// </code>
/// JOB is the id that the list shows. 404 where there is no such app or job; for a run 409 where the app is not served, 503 where cron is switched off.
/// </summary>
internal static class CronApi
{
    private const int DefaultCount = 50;
    private const int MaxCount = 1000;

    /// <summary>Adds the endpoints.</summary>
    public static void MapCron(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/cron", ListAsync).WithName("listCronJobs").WithTags("cron").WithSummary("The scheduled jobs with their next and last runs.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapGet("/api/cron/{app}/history", HistoryAsync).WithName("getCronHistory").WithTags("cron").WithSummary("The latest runs, newest first.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapPost("/api/cron/{app}/{job}/run", RunAsync).WithName("runCronJob").WithTags("cron").WithSummary("Runs a job now, whatever its schedule says.")
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        endpoints.MapPost("/api/cron/{app}/{job}/pause", PauseAsync).WithName("pauseCronJob").WithTags("cron").WithSummary("Pauses a job until it is resumed.").WithProblems(StatusCodes.Status404NotFound);
        endpoints.MapPost("/api/cron/{app}/{job}/resume", ResumeAsync).WithName("resumeCronJob").WithTags("cron").WithSummary("Resumes a paused job.").WithProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<CronJobRow>>> ListAsync(string? app, CronService cron, AppCatalog catalog, CancellationToken ended)
    {
        await CheckAsync(catalog, app);
        var jobs = await cron.JobsAsync(app, ended);
        var active = (await cron.ActiveAsync(ended)).ToLookup(static run => (run.App, run.Job));
        var latest = (await cron.LatestAsync(app, ended)).ToLookup(static run => (run.App, run.Job));
        return TypedResults.Ok<IReadOnlyList<CronJobRow>>(
            [.. jobs.Select(job => CronJobRow.From(job, cron.Serves(job.App), cron.NextRun(job), active[(job.App, job.Id)].FirstOrDefault(), latest[(job.App, job.Id)].FirstOrDefault()))]);
    }

    private static async Task<Ok<IReadOnlyList<CronRunRow>>> HistoryAsync(string app, string? job, int? count, CronService cron, AppCatalog catalog, CancellationToken ended)
    {
        await CheckAsync(catalog, app);
        var runs = await cron.HistoryAsync(app, job, Math.Clamp(count ?? DefaultCount, 1, MaxCount), ended);
        var urls = (await cron.JobsAsync(app, ended)).ToDictionary(static each => each.Id, static each => each.Definition.Url);
        return TypedResults.Ok<IReadOnlyList<CronRunRow>>([.. runs.Select(run => CronRunRow.From(run, urls.GetValueOrDefault(run.Job)))]);
    }

    private static async Task<Accepted<CronActionDone>> RunAsync(string app, string job, CronService cron, CancellationToken ended)
    {
        await FindAsync(cron, app, job, ended);
        if (!cron.Serves(app))
            throw new AdminProblemException(StatusCodes.Status409Conflict, $"The app '{app}' is not served at present, so its jobs wait. Start the silo with it.");
        return await cron.RunAsync(app, job, null, ended)
            ? TypedResults.Accepted((string?)null, new CronActionDone("started"))
            : throw new AdminProblemException(StatusCodes.Status503ServiceUnavailable, "Cron is switched off: Cron:Enabled is false.");
    }

    private static async Task<Ok<CronActionDone>> PauseAsync(string app, string job, CronService cron, CancellationToken ended)
    {
        await FindAsync(cron, app, job, ended);
        await cron.PauseAsync(app, job, ended);
        return TypedResults.Ok(new CronActionDone("paused"));
    }

    private static async Task<Ok<CronActionDone>> ResumeAsync(string app, string job, CronService cron, CancellationToken ended)
    {
        await FindAsync(cron, app, job, ended);
        await cron.ResumeAsync(app, job, ended);
        return TypedResults.Ok(new CronActionDone("resumed"));
    }

    private static async Task CheckAsync(AppCatalog catalog, string? app)
    {
        if (app is not null)
            await catalog.AppAsync(app);
    }

    private static async Task FindAsync(CronService cron, string app, string job, CancellationToken ended)
    {
        if ((await cron.JobsAsync(app, ended)).All(each => each.Id != job))
            throw AdminProblemException.NotFound($"The app '{app}' has no job '{job}'.");
    }
}

/// <summary>What became of a job.</summary>
/// <param name="Status">started, paused or resumed.</param>
public sealed record CronActionDone(string Status);
