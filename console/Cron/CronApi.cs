using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Cron;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
/// JOB is the id that the list shows. 404 where there is no such job, 503 for a run where cron is switched off.
/// </summary>
public static class CronApi
{
    private const int DefaultCount = 50;
    private const int MaxCount = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Adds the endpoints.</summary>
    public static void MapCronApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/cron", async (string? app, CronService cron, CancellationToken ended) => Results.Json(await JobsAsync(cron, app, ended), Json));
        endpoints.MapGet("/api/cron/{app}/history", async (string app, string? job, int? count, CronService cron, CancellationToken ended) =>
        {
            var runs = await cron.HistoryAsync(app, job, Math.Clamp(count ?? DefaultCount, 1, MaxCount), ended);
            var urls = (await cron.JobsAsync(app, ended)).ToDictionary(static each => each.Id, static each => each.Definition.Url);
            return Results.Json(runs.Select(run => CronRunRow.From(run, urls.GetValueOrDefault(run.Job))), Json);
        });
        endpoints.MapPost("/api/cron/{app}/{job}/run", (string app, string job, CronService cron, CancellationToken ended) => OfJobAsync(cron, app, job, async () =>
            await cron.RunAsync(app, job, null, ended) ? Results.Json(new { status = "started" }, Json, statusCode: StatusCodes.Status202Accepted) : Problem(StatusCodes.Status503ServiceUnavailable, "Cron is switched off: Cron:Enabled is false."), ended));
        endpoints.MapPost("/api/cron/{app}/{job}/pause", (string app, string job, CronService cron, CancellationToken ended) => OfJobAsync(cron, app, job, async () =>
        {
            await cron.PauseAsync(app, job, ended);
            return Results.Json(new { status = "paused" }, Json);
        }, ended));
        endpoints.MapPost("/api/cron/{app}/{job}/resume", (string app, string job, CronService cron, CancellationToken ended) => OfJobAsync(cron, app, job, async () =>
        {
            await cron.ResumeAsync(app, job, ended);
            return Results.Json(new { status = "resumed" }, Json);
        }, ended));
    }

    private static async Task<IResult> OfJobAsync(CronService cron, string app, string job, Func<Task<IResult>> action, CancellationToken ended) =>
        (await cron.JobsAsync(app, ended)).Any(each => each.Id == job) ? await action() : Problem(StatusCodes.Status404NotFound, $"The app '{app}' has no job '{job}'.");

    private static async Task<IReadOnlyList<CronJobRow>> JobsAsync(CronService cron, string? app, CancellationToken ended)
    {
        var jobs = await cron.JobsAsync(app, ended);
        var active = (await cron.ActiveAsync(ended)).ToLookup(static run => (run.App, run.Job));
        return [.. jobs.Select(job => CronJobRow.From(job, cron.NextRun(job), active[(job.App, job.Id)].FirstOrDefault()))];
    }

    private static IResult Problem(int status, string error) => Results.Json(new { error }, Json, statusCode: status);
}
