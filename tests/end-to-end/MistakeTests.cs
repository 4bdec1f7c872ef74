using System.Diagnostics;
using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>A newcomer's mistakes: each gets a sentence that says what, where and what to do, and an exit status.</summary>
public sealed class MistakeTests
{
    private static async Task RefusedAsync(int status, string[] arguments, params string[] expected)
    {
        var (actual, output) = await SiloProcess.RunToEndAsync(arguments);
        foreach (var text in expected)
            Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.Equal(status, actual);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal); // never a stack trace
    }

    [Fact]
    public async Task No_app_yaml()
    {
        using var app = new AppDirectory(("main.py", ""));
        await RefusedAsync(1, [app.Path], app.Path, "There is no app.yaml in this directory.");
    }

    [Fact]
    public Task No_such_directory() => RefusedAsync(1, ["/no/such/app"], "/no/such/app", "There is no such file or directory.");

    [Theory]
    [InlineData("99999")]
    [InlineData("http")]
    [InlineData("0")]
    public Task Wrong_port(string port) => RefusedAsync(2, ["--port", port], port, "give a number from 1 to 65535");

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Port_taken()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        await using var first = await SiloProcess.StartAsync([app.Path]);
        await RefusedAsync(3, [app.Path, "--port", $"{first.Port}", "--admin-port", $"{SiloProcess.FreePort()}"], $"port {first.Port} is taken", "--port");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Data_directory_in_use()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        await using var first = await SiloProcess.StartAsync([app.Path]);
        await RefusedAsync(3, [app.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}", "--data", first.Data], first.Data, "nother silo runs");
    }

    [Fact]
    public async Task Unknown_runtime()
    {
        using var app = new AppDirectory(("app.yaml", "runtime: python5\n"));
        await RefusedAsync(1, [app.Path], "app.yaml:1:10:", "python5", "python3");
    }

    [Fact]
    public async Task Mistakes_of_all_files_at_once()
    {
        using var app = new AppDirectory(
            ("app.yaml", "runtime: python3\nversoin: 1\nincludes: [more.yaml]\n"), ("more.yaml", "env_variables: {A-B: 1}\n"), ("cron.yaml", "cron:\n- url: daily\n  schedule: every day 00:00\n"),
            ("main.py", ServingTests.Reply("ok")));
        await RefusedAsync(1, [app.Path], "app.yaml:2:1:", "more.yaml:1:17:", "cron.yaml:2:8:");
    }

    [Fact]
    public async Task What_is_only_doubtful_is_said_and_served()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        app.Write("requirements.txt", "flask\n");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();

        Assert.Equal("ok", await client.GetStringAsync("/"));
        Assert.Contains("requirements.txt: warning: Actors does not install what it names.", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_the_same_and_ends_with_0_or_1()
    {
        using var app = AppDirectory.Python3("app", "application = None\n");
        var doubtful = await CheckAsync(app.Path);
        app.Write("queue.yaml", "queue: [{name: a_b, rate: 1/s}]\n");
        var wrong = await CheckAsync(app.Path);
        var alone = await CheckAsync(Path.Combine(app.Path, "queue.yaml"));

        Assert.Equal(0, doubtful.Status);
        Assert.Contains("warning: main.py has no \"app\"", doubtful.Output, StringComparison.Ordinal);
        Assert.EndsWith("ok\n", doubtful.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (wrong.Status, alone.Status));
        Assert.Contains("queue.yaml:1:16:", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("queue.yaml:1:16:", alone.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("main.py", alone.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output)> CheckAsync(string path)
    {
        var start = new ProcessStartInfo(Path.Combine(SiloProcess.Repository, "actors"), ["check", path]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    [Fact]
    public async Task A_runtime_without_an_interpreter_here()
    {
        using var app = new AppDirectory(("app.yaml", "runtime: python38\n"), ("main.py", ServingTests.Reply("ok")));
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}"], ("PATH", "/usr/bin:/bin"), ("HOME", "/nonexistent"));
        Assert.Equal(1, status);
        Assert.Contains("python38", output, StringComparison.Ordinal);
        Assert.Contains("nstall", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_runtimes_without_an_interpreter_are_named_at_once()
    {
        using var old = new AppDirectory(("app.yaml", "runtime: python38\n"), ("main.py", ServingTests.Reply("ok")));
        using var newer = new AppDirectory(("app.yaml", "runtime: python39\n"), ("main.py", ServingTests.Reply("ok")));
        var (status, output) = await SiloProcess.RunToEndAsync(
            [old.Path, newer.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}"], ("PATH", "/usr/bin:/bin"), ("HOME", "/nonexistent"));
        Assert.Equal(1, status);
        Assert.Contains("Runtime python38 needs Python 3.8", output, StringComparison.Ordinal);
        Assert.Contains("Runtime python39 needs Python 3.9", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelt_key_and_every_other_error_at_once()
    {
        using var app = new AppDirectory(("app.yaml", "runtime: python3\nhandlrs: []\nthreadsafe: perhaps\n"));
        await RefusedAsync(1, [app.Path], "app.yaml:2:1:", "handlrs", "handlers", "app.yaml:3:");
    }

    [Fact]
    public async Task Missing_handler_module()
    {
        using var app = new AppDirectory(("app.yaml", "application: nomain\nruntime: python3\n"));
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();

        var response = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("main", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        await silo.WaitForLineAsync("No module named '?main");
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_at_once()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        var (status, output) = await SiloProcess.RunToEndAsync(
            [app.Path],
            ("Instances__MaxInstances", "many"), ("Instances__PendingLimit", "-1"), ("Gateway__Address", "foo"), ("Gateway__Prt", "3"), ("Gatway__Port", "3"),
            ("Runtimes__SpawnTimeout", "soon"), ("Storage__MaxWritesPerCommit", "0"));
        Assert.Equal(3, status);
        foreach (var expected in new[]
        {
            "Instances:MaxInstances is \"many\"; it must be a whole number.", "Instances:PendingLimit is a number of requests; allowed are 1 to 100000.",
            "Gateway:Address is \"foo\"", "Gateway:Prt is not a setting. Did you mean \"Port\"?", "Gatway is not a section of the settings. Did you mean \"Gateway\"?",
            "Runtimes:SpawnTimeout is \"soon\"; it must be a time, hours:minutes:seconds.", "MaxWritesPerCommit",
        })
            Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Unknown_option() => RefusedAsync(2, ["--bogus"], "there is no option --bogus.", "usage: actors serve APP...");

    [Fact]
    public Task Nothing_to_serve() => RefusedAsync(2, [], "no app was given", "usage: actors serve APP...");

    [Fact]
    public async Task An_option_out_of_range()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path], ("Instances__MaxInstances", "0"), ("Instances__PendingLimit", "-1"));
        Assert.Equal(3, status);
        Assert.Contains("MaxInstances", output, StringComparison.Ordinal);
        Assert.Contains("PendingLimit", output, StringComparison.Ordinal);
    }
}
