using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Output;
using Actors.Configuration;

namespace Actors.Cli;

/// <summary><c>actors cron list|run|pause|resume|history</c>: the jobs of a running silo.</summary>
internal static class CronJobsCommands
{
    private const int DefaultCount = 20;

    private static readonly Column[] Jobs =
    [
        new("APP", Least: 10), new("JOB"), new("STATE"), new("NEXT"), new("LAST", Expendable: 2), new("RESULT", Expendable: 3), new("URL", Least: 12), new("SCHEDULE", Least: 12, Expendable: 1), new("TIME ZONE", Least: 8, Expendable: 4),
    ];

    private static readonly Column[] Runs =
        [new("SCHEDULED"), new("STATE"), new("STATUS", IsRight: true), new("LATENCY", IsRight: true), new("URL", Least: 12), new("NOTE", Least: 12), new("LOG", Least: 8, Expendable: 1)];

    public static Command List(CliHost host)
    {
        var command = new SiloCommand(host, "list", "Lists the jobs with their state, next and last run.", "actors cron list", "actors cron list guestbook");
        var app = new Argument<string?>("APP") { Description = "Only this app's jobs.", Arity = ArgumentArity.ZeroOrOne };
        command.Complete(app, static _ => "/api/apps", static row => row.Text("app"));
        command.Arguments.Add(app);
        return command.Does(async (parsed, silo, cancellationToken) => command.Terminal.Write(
            await silo.GetAsync(PathOf(parsed.GetValue(app)), cancellationToken), command.IsJson(parsed), "no jobs", Jobs,
            static job =>
            [
                job.Text("app"), job.Text("job"), new Cell(Words.State(job.Text("state")), ToneOf(job.Text("state"))), job.Time("next"), job.Time("last"),
                new Cell(job.Text("lastState"), ToneOf(job.Text("lastState"))), job.Text("url"), job.Text("schedule"), job.Text("timeZone"),
            ]));
    }

    public static Command History(CliHost host)
    {
        var command = new SiloCommand(host, "history", "Shows the latest runs, newest first.", "actors cron history guestbook", "actors cron history guestbook /tasks/report --count 5");
        var app = App(command);
        var job = new Argument<string?>("JOB") { Description = "Only this job: its id, or its URL where one job alone has it.", Arity = ArgumentArity.ZeroOrOne };
        CompleteJobs(command, job, app);
        var count = new Option<int>("--count") { Description = $"How many runs, 1 to 1000. Default {DefaultCount}.", DefaultValueFactory = static _ => DefaultCount };
        command.Arguments.Add(app);
        command.Arguments.Add(job);
        command.Options.Add(count);
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(app);
            var path = $"/api/cron/{Uri.EscapeDataString(name)}/history?count={parsed.GetValue(count).ToString(CultureInfo.InvariantCulture)}";
            if (parsed.GetValue(job) is { } meant)
                path += $"&job={Uri.EscapeDataString(await IdAsync(silo, name, meant, cancellationToken))}";
            return command.Terminal.Write(await silo.GetAsync(path, cancellationToken), command.IsJson(parsed), "no runs", Runs, Cells);
        });
    }

    public static Command Act(CliHost host, string verb, string description)
    {
        var command = new SiloCommand(host, verb, description, $"actors cron {verb} guestbook /tasks/report");
        var app = App(command);
        var job = new Argument<string>("JOB") { Description = "The job: its id, or its URL where one job alone has it." };
        CompleteJobs(command, job, app);
        command.Arguments.Add(app);
        command.Arguments.Add(job);
        return command.Does(async (parsed, silo, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(app);
            var id = await IdAsync(silo, name, parsed.GetRequiredValue(job), cancellationToken);
            var done = await silo.SendAsync(HttpMethod.Post, $"/api/cron/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(id)}/{verb}", null, null, cancellationToken);
            if (command.IsJson(parsed))
                return command.Terminal.WriteJson(done);
            command.Terminal.Out.WriteLine(done.Text("status"));
            return ExitCodes.Ok;
        });
    }

    private static Argument<string> App(SiloCommand command)
    {
        var app = new Argument<string>("APP") { Description = "The app." };
        command.Complete(app, static _ => "/api/apps", static row => row.Text("app"));
        return app;
    }

    private static void CompleteJobs(SiloCommand command, Argument job, Argument<string> app) =>
        command.Complete(job, parsed => PathOf(parsed.GetValue(app)), static row => row.Text("url"));

    // Of one app's jobs, or of all.
    private static string PathOf(string? app) => app is null ? "/api/cron" : $"/api/cron?app={Uri.EscapeDataString(app)}";

    private static async Task<string> IdAsync(AdminConnection silo, string app, string meant, CancellationToken cancellationToken)
    {
        var all = (await silo.GetAsync(PathOf(app), cancellationToken)).EnumerateArray().ToArray();
        string[] ids = [.. all.Where(job => job.Text("job") == meant).Concat(all.Where(job => job.Text("url") == meant)).Select(static job => job.Text("job")).Distinct()];
        return ids.Length switch
        {
            1 => ids[0],
            0 => throw new AdminFailure(ExitCodes.Failed, $"The app '{app}' has no job '{meant}'.{Suggestion.Sentence(meant, all.Select(static job => job.Text("url")))} `actors cron list {app}` shows them."),
            _ => throw new AdminFailure(ExitCodes.Failed, $"Several jobs of '{app}' ask {meant}: {string.Join(", ", ids)}. Name one of them."),
        };
    }

    private static Tone ToneOf(string state) => state switch
    {
        "running" or "succeeded" => Tone.Good,
        "waiting" or "paused" or "notServed" => Tone.Passing,
        "failed" or "interrupted" => Tone.Bad,
        _ => Tone.Plain,
    };

    private static Cell[] Cells(JsonElement run)
    {
        var marks = new List<string>();
        if (run.Is("manual"))
            marks.Add("asked for");
        if (run.Number("attempt") is > 1 and var attempt)
            marks.Add(string.Create(CultureInfo.InvariantCulture, $"attempt {attempt}"));
        if (run.Number("interruptions") > 0)
            marks.Add("interrupted and repeated");
        if (run.Number("passedOver") is > 0 and var passed)
            marks.Add(string.Create(CultureInfo.InvariantCulture, $"{passed} before it passed over"));
        if (run.Field("note") is { } note)
            marks.Add(note.ToString().ReplaceLineEndings(" "));
        return
        [
            run.Time("scheduled"), new Cell(run.Text("state"), ToneOf(run.Text("state"))), run.Text("status"),
            run.Number("latencyMilliseconds", static latency => string.Create(CultureInfo.InvariantCulture, $"{latency:F0} ms")), run.Text("url"), string.Join("; ", marks), run.Text("log"),
        ];
    }
}
