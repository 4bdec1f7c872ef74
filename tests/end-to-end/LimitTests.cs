using System.Globalization;
using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>A request, or an app, that takes more than it may.</summary>
[Trait("Category", "Slow")]
public sealed class LimitTests(LimitApps apps, DeadlineApps hurried) : IClassFixture<LimitApps>, IClassFixture<DeadlineApps>
{
    [Fact]
    public Task At_its_deadline_a_request_ends_and_its_instance_is_replaced() => EndAtTheDeadlineAsync("python3");

    [Python27Fact]
    public Task At_its_deadline_a_request_of_python27_ends_and_its_instance_is_replaced() => EndAtTheDeadlineAsync("python27");

    private async Task EndAtTheDeadlineAsync(string generation)
    {
        var (app, silo) = ($"late-{generation}", await hurried.SiloAsync());
        using var client = silo.Client(app);
        var first = await client.GetStringAsync("/");
        foreach (var path in new[] { "/sleep", "/spin" })
        {
            using var late = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.InternalServerError, late.StatusCode);
            Assert.Equal("too late, says the app", await late.Content.ReadAsStringAsync());
            using var answer = await client.GetAsync("/");
            var next = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{next}\n{silo.OutputOf(app)}");
            Assert.NotEqual(first, next);
            first = next;
        }

        using var polite = await client.GetAsync("/polite");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, polite.StatusCode);
        Assert.Equal("sorry", await polite.Content.ReadAsStringAsync());
        Assert.NotEqual(first, await client.GetStringAsync("/"));
        Assert.Contains("DeadlineExceededError", silo.OutputOf(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_end_is_killed_after_the_grace_and_says_why()
    {
        var silo = await hurried.SiloAsync();
        using var client = silo.Client("stubborn");
        var first = await client.GetStringAsync("/");
        var watch = System.Diagnostics.Stopwatch.StartNew();

        using var late = await client.GetAsync("/stubborn");

        Assert.Equal(HttpStatusCode.InternalServerError, late.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.2), TimeSpan.FromSeconds(10));
        Assert.NotEqual(first, await client.GetStringAsync("/"));
        await silo.WaitForLineAsync("because a request in it had exceeded its deadline and did not end", "stubborn");
    }

    [Fact]
    public async Task A_fetch_that_nobody_waits_for_does_not_hold_the_response_beyond_the_deadline()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var silo = await hurried.SiloAsync();
        using var client = silo.Client("forgets");
        await client.GetStringAsync("/");
        var watch = System.Diagnostics.Stopwatch.StartNew();

        using var answer = await client.GetAsync($"/forgotten?http://127.0.0.1:{port}/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Fact]
    public Task Over_its_soft_limit_an_instance_finishes_its_request_and_is_replaced() =>
        GrowAsync("python3", "Exceeded soft memory limit of 384 MB with [0-9]+ MB after servicing 2 requests total. Consider setting a larger instance class");

    [Python27Fact]
    public Task Over_its_soft_limit_an_instance_of_python27_finishes_its_request_and_is_replaced() =>
        GrowAsync("python27", "Exceeded soft private memory limit of 128 MB with [0-9]+ MB after servicing 2 requests total");

    private async Task GrowAsync(string generation, string message)
    {
        var (app, silo) = ($"grows-{generation}", await apps.SiloAsync());
        using var client = silo.Client(app);
        var first = await client.GetStringAsync("/");

        Assert.Equal(first, await client.GetStringAsync(generation == "python27" ? "/grow?140" : "/grow?400"));

        Assert.NotEqual(first, await client.GetStringAsync("/"));
        await silo.WaitForLineAsync(message, app);
    }

    [Fact]
    public async Task Far_over_its_limit_an_instance_is_killed_in_the_middle_and_its_neighbour_serves()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("explodes");
        using var neighbour = silo.Client("neighbour");

        using var answer = await client.GetAsync("/explode");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await silo.WaitForLineAsync("found to be using too much memory", "explodes");
        Assert.Equal(HttpStatusCode.OK, (await neighbour.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task The_kernels_ceiling_and_that_of_threads_are_errors_that_an_app_can_handle()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("ceilings");
        Assert.Equal("memory threads 1", await client.GetStringAsync("/"));
        Assert.Equal("memory threads 1", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task An_app_that_dies_while_it_is_loaded_is_backed_off_and_answered_at_once_until_it_is_mended()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("dead");
        for (var time = 0; time < 10; time++)
            Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/")).StatusCode);
        await silo.WaitForLineAsync("10 times in a row", "dead");
        var starts = Started();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await (await client.GetAsync("/")).Content.ReadAsStringAsync()));

        Assert.All(answers, answer => Assert.Contains("10 times in a row", answer, StringComparison.Ordinal));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"took {watch.Elapsed}");
        Assert.Equal(starts, Started());

        apps["dead"].Write("main.py", "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'mended']\n");
        Assert.Equal("mended", await client.GetStringAsync("/"));

        int Started() => silo.OutputOf("dead").Split("started, process").Length;
    }

    [Fact]
    public async Task An_app_that_is_kept_running_and_cannot_be_loaded_is_backed_off_when_its_warm_up_says_so()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("broken");
        await silo.WaitForLineAsync("10 times in a row .* could not load its app", "broken");
        await silo.WaitForLineAsync("11 times in a row .* could not load its app", "broken");
        var before = silo.OutputOf("broken").Split("11 times in a row")[0]; // It has been tried since the silo started, and still is.
        Assert.Equal(11, before.Split("started, process").Length - 1);

        apps["broken"].Write("main.py", ServingTests.Reply("mended"));
        Assert.Equal("mended", await client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData(LimitApps.Exit, "exited with status 7")]
    [InlineData(LimitApps.Fault, "killed by signal 11")]
    [InlineData(LimitApps.Signal, "killed by signal 9")]
    public async Task However_a_worker_dies_its_requests_are_answered_500_and_the_log_says_how(string how, string said)
    {
        var (app, silo) = (LimitApps.Dying(how), await apps.SiloAsync());
        using var client = silo.Client(app);
        var first = await client.GetStringAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/die")).StatusCode);

        Assert.NotEqual(first, await client.GetStringAsync("/"));
        await silo.WaitForLineAsync(said, app);
    }

    [Fact]
    public async Task A_zygote_that_is_killed_again_and_again_does_not_make_requests_wait()
    {
        using var app = AppDirectory.Python3("forks", LimitApps.App);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        for (var time = 0; time < 8; time++)
        {
            using var answer = await client.GetAsync("/pid");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{text}\n{silo.Output}");
            var worker = int.Parse(text, CultureInfo.InvariantCulture);
            foreach (var each in silo.Descendants())
                SiloProcess.Signal(each, "KILL");
            await SiloProcess.Until(() => !silo.Descendants().Contains(worker), () => "a killed worker stays");
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"took {watch.Elapsed}");
    }
}
