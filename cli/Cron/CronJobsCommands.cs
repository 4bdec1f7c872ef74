using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Actors.Cli;

/// <summary><c>actors cron list|run|pause|resume|history</c>: the jobs of a running silo.</summary>
internal static class CronJobsCommands
{
    private const int DefaultCount = 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command List()
    {
        var app = new Argument<string?>("APP") { Description = "Only this app's jobs.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "Lists the jobs with their state, next and last run.") { app, json, AdminConnection.Port };
        command.SetAction(async parsed =>
        {
            using var silo = new AdminConnection(parsed);
            var path = parsed.GetValue(app) is { } name ? $"/api/cron?app={Uri.EscapeDataString(name)}" : "/api/cron";
            if (await silo.SendAsync(HttpMethod.Get, path) is not { } jobs)
                return ExitCodes.Failed;
            Print(jobs, parsed.GetValue(json), "no jobs", static job =>
                $"{Text(job, "app")}  {Text(job, "job")}  {Text(job, "state"),-7}  next {Time(job, "next")}  last {Time(job, "last")}  {Text(job, "url")}  {Text(job, "schedule")}  ({Text(job, "timeZone")})");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command History()
    {
        var app = new Argument<string>("APP") { Description = "The app." };
        var job = new Argument<string?>("JOB") { Description = "Only this job: its id, or its URL where one job alone has it.", Arity = ArgumentArity.ZeroOrOne };
        var count = new Option<int>("--count") { Description = $"How many runs, 1 to 1000. Default {DefaultCount}.", DefaultValueFactory = static _ => DefaultCount };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("history", "Shows the latest runs, newest first.") { app, job, count, json, AdminConnection.Port };
        command.SetAction(async parsed =>
        {
            using var silo = new AdminConnection(parsed);
            var name = parsed.GetRequiredValue(app);
            var path = $"/api/cron/{Uri.EscapeDataString(name)}/history?count={parsed.GetValue(count).ToString(CultureInfo.InvariantCulture)}";
            if (parsed.GetValue(job) is { } meant)
            {
                if (await IdAsync(silo, name, meant) is not { } id)
                    return ExitCodes.Failed;
                path += $"&job={id}";
            }

            if (await silo.SendAsync(HttpMethod.Get, path) is not { } runs)
                return ExitCodes.Failed;
            Print(runs, parsed.GetValue(json), "no runs", Line);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Act(string verb, string description)
    {
        var app = new Argument<string>("APP") { Description = "The app." };
        var job = new Argument<string>("JOB") { Description = "The job: its id, or its URL where one job alone has it." };
        var command = new Command(verb, description) { app, job, AdminConnection.Port };
        command.SetAction(async parsed =>
        {
            using var silo = new AdminConnection(parsed);
            var name = parsed.GetRequiredValue(app);
            if (await IdAsync(silo, name, parsed.GetRequiredValue(job)) is not { } id || await silo.SendAsync(HttpMethod.Post, $"/api/cron/{Uri.EscapeDataString(name)}/{id}/{verb}") is not { } done)
                return ExitCodes.Failed;
            System.Console.WriteLine(Text(done, "status"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<string?> IdAsync(AdminConnection silo, string app, string meant)
    {
        if (await silo.SendAsync(HttpMethod.Get, $"/api/cron?app={Uri.EscapeDataString(app)}") is not { } jobs)
            return null;
        var all = jobs.EnumerateArray().ToArray();
        string[] ids = [.. all.Where(job => Text(job, "job") == meant).Concat(all.Where(job => Text(job, "url") == meant)).Select(job => Text(job, "job")).Distinct()];
        if (ids.Length == 1)
            return ids[0];
        System.Console.Error.WriteLine(ids.Length == 0
            ? $"actors: the app '{app}' has no job '{meant}'; `actors cron list {app}` shows them."
            : $"actors: several jobs of '{app}' ask {meant}: {string.Join(", ", ids)}. Name one of them.");
        return null;
    }

    private static void Print(JsonElement rows, bool asJson, string none, Func<JsonElement, string> line)
    {
        if (asJson)
            System.Console.WriteLine(JsonSerializer.Serialize(rows, Indented));
        else if (rows.GetArrayLength() == 0)
            System.Console.WriteLine(none);
        else
            foreach (var row in rows.EnumerateArray())
                System.Console.WriteLine(line(row));
    }

    private static string Line(JsonElement run)
    {
        var marks = new List<string>();
        if (run.GetProperty("manual").GetBoolean())
            marks.Add("asked for");
        if (run.GetProperty("attempt").GetInt32() is > 1 and var attempt)
            marks.Add($"attempt {attempt}");
        if (run.GetProperty("interruptions").GetInt32() > 0)
            marks.Add("interrupted and repeated");
        if (run.GetProperty("passedOver").GetInt32() is > 0 and var passed)
            marks.Add($"{passed} before it passed over");
        if (Text(run, "note") is not "-" and var note)
            marks.Add(note.ReplaceLineEndings(" "));
        var latency = run.GetProperty("latencyMilliseconds") is { ValueKind: JsonValueKind.Number } number ? string.Create(CultureInfo.InvariantCulture, $"{number.GetDouble():F0} ms") : "-";
        return $"{Time(run, "scheduled")}  {Text(run, "state"),-11}  {Text(run, "status"),3}  {latency,8}  {Text(run, "url")}{(marks.Count > 0 ? $"  ({string.Join("; ", marks)})" : "")}  log {Text(run, "log")}";
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : "-";

    private static string Time(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-";
}
