using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Actors.EndToEnd.Tests;

/// <summary>Scheduled tasks with everything between cron.yaml and Python in place.</summary>
[Trait("Category", "Slow")]
public sealed class CronTests
{
    private const string Main = """
        import json, os
        seen = []
        def app(environ, start_response):
            if environ['PATH_INFO'] == '/seen':
                start_response('200 OK', [('Content-Type', 'application/json')])
                return [json.dumps(seen).encode('utf-8')]
            names = ('PATH_INFO', 'QUERY_STRING', 'REQUEST_METHOD', 'REMOTE_ADDR', 'HTTP_USER_AGENT', 'HTTP_HOST')
            seen.append(dict((name, value) for name, value in environ.items() if name in names or 'APPENGINE_CRON' in name or 'APPENGINE_TASK' in name or 'APPENGINE_QUEUE' in name))
            start_response(environ['QUERY_STRING'].replace('%20', ' ') or '200 OK', [('Location', '/elsewhere'), ('Content-Type', 'text/plain')])
            return [b'done']
        """;

    private const string Handlers = "handlers:\n- url: /tasks/.*\n  script: SCRIPT\n  login: admin\n  secure: always\n- url: /.*\n  script: SCRIPT\n";
    private const string Jobs = "cron:\n- url: /tasks/report\n  schedule: every day 03:00\n  target: nothing-there\n- url: /tasks/moved?302%20Found\n  schedule: every monday 09:00\n  timezone: Europe/Berlin\n";

    [Fact]
    public async Task A_job_asks_a_python3_app_as_App_Engine_does()
    {
        using var app = AppDirectory.Python3("tasked", Main, Handlers.Replace("SCRIPT", "auto", StringComparison.Ordinal));
        await AsksAsync(app, "tasked");
    }

    [Python27Fact]
    public async Task A_job_asks_a_python27_app_as_App_Engine_does()
    {
        using var app = AppDirectory.Python27("tasked", Main);
        app.Write("app.yaml", "application: tasked\nruntime: python27\napi_version: 1\nthreadsafe: true\n" + Handlers.Replace("SCRIPT", "main.app", StringComparison.Ordinal));
        await AsksAsync(app, "tasked");
    }

    [Fact]
    public async Task The_file_is_followed_while_nobody_asks_for_a_page_and_the_command_line_shows_it()
    {
        using var app = AppDirectory.Python3("followed", Main);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        Assert.Contains("no jobs", await ActorsAsync(silo, "list"), StringComparison.Ordinal);
        app.Write("cron.yaml", Jobs);
        await silo.WaitForLineAsync("followed: 2 cron jobs added, 0 removed");
        Assert.Matches(@"followed  [0-9a-f]{12}  idle   [0-9-]+ 03:00:00Z  -     -       /tasks/report .*  every day 03:00 +UTC", await ActorsAsync(silo, "list", "followed"));
        Assert.Contains("paused", await ActorsAsync(silo, "pause", "followed", "/tasks/report"), StringComparison.Ordinal);
        Assert.Matches("paused  - ", await ActorsAsync(silo, "list"));
        Assert.Contains("resumed", await ActorsAsync(silo, "resume", "followed", "/tasks/report"), StringComparison.Ordinal);
        Assert.Contains("started", await ActorsAsync(silo, "run", "followed", "/tasks/report"), StringComparison.Ordinal);
        await SiloProcess.UntilAsync(async () => (await ActorsAsync(silo, "history", "followed")).Contains("succeeded     200", StringComparison.Ordinal), "no run in the history");
        Assert.Matches("03:00:00Z +[0-9-]+ [0-9:]+Z +succeeded +/tasks/report", await ActorsAsync(silo, "list", "followed"));
        Assert.Contains("has no job", await ActorsAsync(silo, "run", "followed", "/none"), StringComparison.Ordinal);

        app.Write("cron.yaml", "cron:\n- url: /tasks/report\n  schedule: every 2 days\n");
        await silo.WaitForLineAsync("is not used as long as it has errors");
        Assert.Contains("/tasks/moved", await ActorsAsync(silo, "list"), StringComparison.Ordinal);
        app.Write("cron.yaml", "cron:\n");
        await silo.WaitForLineAsync("followed: 0 cron jobs added, 2 removed");
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task Jobs_of_an_app_that_is_not_served_wait_and_say_so()
    {
        using var app = AppDirectory.Python3("away", Main);
        app.Write("cron.yaml", Jobs);
        using var other = AppDirectory.Python3("there", Main);
        await using var first = await SiloProcess.StartAsync([app.Path]);
        await using var silo = await first.RestartAsync([other.Path]);
        Assert.Matches("away .* not served  -  .* /tasks/report ", await ActorsAsync(silo, "list"));
        Assert.Contains("The app 'away' is not served at present, so its jobs wait. Start the silo with it.", await ActorsAsync(silo, "run", "away", "/tasks/report"), StringComparison.Ordinal);
        Assert.Contains("paused", await ActorsAsync(silo, "pause", "away", "/tasks/report"), StringComparison.Ordinal);
        Assert.Contains("resumed", await ActorsAsync(silo, "resume", "away", "/tasks/report"), StringComparison.Ordinal);
        Assert.Contains("There is no app 'awy'. Did you mean \"away\"?", await ActorsAsync(silo, "list", "awy"), StringComparison.Ordinal);
        Assert.Contains("There is no app 'awy'.", await ActorsAsync(silo, "history", "awy"), StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", silo.Output, StringComparison.Ordinal);
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task What_is_not_a_schedule_is_a_mistake_of_the_app()
    {
        using var app = AppDirectory.Python3("wrong", Main);
        app.Write("cron.yaml", "cron:\n- url: /a\n  schedule: every 2 days\n");
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path]);
        Assert.Equal(1, status);
        Assert.Contains("cron.yaml:3:13: \"schedule\" is \"every 2 days\". At character 9: \"days\" does not belong here.", output, StringComparison.Ordinal);
    }

    private static async Task AsksAsync(AppDirectory app, string id)
    {
        app.Write("cron.yaml", Jobs);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.AdminPort}") };
        using var client = silo.Client(id);

        // Nobody else is let in, whatever they say.
        using var pretending = new HttpRequestMessage(HttpMethod.Get, "/tasks/report");
        pretending.Headers.Add("X-Appengine-Cron", "true");
        Assert.Equal(HttpStatusCode.Found, (await client.SendAsync(pretending)).StatusCode);

        foreach (var job in JsonDocument.Parse(await admin.GetStringAsync($"/api/cron?app={id}")).RootElement.EnumerateArray())
            Assert.Equal(HttpStatusCode.Accepted, (await admin.PostAsync($"/api/cron/{id}/{job.GetProperty("job").GetString()}/run", null)).StatusCode);
        var runs = default(JsonElement);
        await SiloProcess.UntilAsync(
            async () =>
            {
                runs = JsonDocument.Parse(await admin.GetStringAsync($"/api/cron/{id}/history")).RootElement;
                return runs.EnumerateArray().Count(run => run.GetProperty("state").GetString() is "succeeded" or "failed") == 2;
            },
            "the runs did not end");
        var seen = JsonDocument.Parse(await client.GetStringAsync("/seen")).RootElement.EnumerateArray().ToArray();
        Assert.Equal(2, seen.Length);
        var report = seen.Single(each => each.GetProperty("PATH_INFO").GetString() == "/tasks/report").Deserialize<Dictionary<string, string>>()!;
        Assert.Equal(("GET", "", "0.1.0.2", "true", "__cron", "0"), (report["REQUEST_METHOD"], report["QUERY_STRING"], report["REMOTE_ADDR"], report["HTTP_X_APPENGINE_CRON"], report["HTTP_X_APPENGINE_QUEUENAME"], report["HTTP_X_APPENGINE_TASKRETRYCOUNT"]));
        Assert.Equal("AppEngine-Google; (+http://code.google.com/appengine)", report["HTTP_USER_AGENT"]);
        Assert.StartsWith("nothing-there.tasked.localhost", report["HTTP_HOST"], StringComparison.Ordinal);
        Assert.Matches(@"^[0-9]+\.[0-9]{6}$", report["HTTP_X_APPENGINE_TASKETA"]);

        // A redirect is not followed and is a failure; the log has each run under the id that the history names.
        var rows = runs.EnumerateArray().ToDictionary(run => run.GetProperty("url").GetString()!);
        Assert.Equal(("succeeded", 200), (rows["/tasks/report"].GetProperty("state").GetString(), rows["/tasks/report"].GetProperty("status").GetInt32()));
        Assert.Equal(("failed", 302), (rows["/tasks/moved?302%20Found"].GetProperty("state").GetString(), rows["/tasks/moved?302%20Found"].GetProperty("status").GetInt32()));
        Assert.Matches("^[0-9a-f]{64}$", rows["/tasks/report"].GetProperty("log").GetString());
    }

    private static async Task<string> ActorsAsync(SiloProcess silo, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(SiloProcess.Repository, "actors"), ["cron", .. arguments, "--admin-port", $"{silo.AdminPort}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }
}
