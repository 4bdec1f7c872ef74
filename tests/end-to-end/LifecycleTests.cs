using System.Globalization;
using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>How instances begin and end, and the background threads in between: real silos, real apps, both Pythons.</summary>
[Trait("Category", "Slow")]
public sealed class LifecycleTests(LifecycleApps apps) : IClassFixture<LifecycleApps>
{
    [Fact]
    public Task Ten_background_threads_outlive_their_request_and_end_with_the_instance() => TenThreadsAsync("python3");

    [Python27Fact]
    public Task Ten_background_threads_of_python27_outlive_their_request_and_end_with_the_instance() => TenThreadsAsync("python27");

    private static async Task TenThreadsAsync(string runtime)
    {
        using var app = LifecycleApps.Of(runtime, "threads", LifecycleApps.Manual);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();

        Assert.Equal("BackgroundThreadLimitReachedError", await client.GetStringAsync("/threads?11"));

        await silo.WaitForLineAsync("thread 9 begins, asked by 0.1.0.3 at /_ah/background");
        await ComesToAsync(client, "/counts", text => int.Parse(text, CultureInfo.InvariantCulture) > 100);
        var described = Assert.Single(await silo.InstancesAsync());
        Assert.Equal(10, described.GetProperty("backgroundThreads").GetArrayLength());

        // Its directory changes: a newer deployment replaces the instance, whose threads end by themselves.
        app.Write("other.txt", "");
        Assert.Equal("0", await client.GetStringAsync("/counts"));
        for (var number = 0; number < 10; number++)
            await silo.WaitForLineAsync($"thread {number} ends");
        await silo.WaitForLineAsync("hook in instance");
        Assert.DoesNotContain("cut off", silo.Output, StringComparison.Ordinal);

        // Those that have ended make room.
        Assert.Equal("ok", await client.GetStringAsync("/threads?10"));
        Assert.Equal(0, await silo.StopAsync());
        Assert.Equal(20, silo.Output.Split(" ends").Length - 1);
    }

    [Fact]
    public Task A_background_thread_that_raises_is_logged_with_its_traceback() => TracebackAsync("python3");

    [Python27Fact]
    public Task A_background_thread_of_python27_that_raises_is_logged_with_its_traceback() => TracebackAsync("python27");

    private async Task TracebackAsync(string runtime)
    {
        var (app, silo) = ($"raises-{runtime}", await apps.SiloAsync());
        using var client = silo.Client(app);
        Assert.Equal("ok", await client.GetStringAsync("/fail"));
        await silo.WaitForLineAsync("/_ah/background", app);
        await silo.WaitForLineAsync("raise KeyError\\('lost'\\)", app);
        await ComesToAsync(async () => (await silo.InstancesAsync(app))[0].GetProperty("backgroundThreads").GetArrayLength() == 0, "a thread that has ended is still there");
    }

    [Fact]
    public async Task On_automatic_scaling_there_are_no_background_threads()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("automatic");
        Assert.Equal("FrontendsNotSupported", await client.GetStringAsync("/threads?1"));
        Assert.DoesNotContain("start from", silo.OutputOf("automatic"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Requests_wait_for_the_start_request() => StartAsync("python3");

    [Python27Fact]
    public Task Requests_wait_for_the_start_request_of_python27() => StartAsync("python27");

    private async Task StartAsync(string runtime)
    {
        var (app, silo) = ($"starts-{runtime}", await apps.SiloAsync());
        using var client = silo.Client(app);
        var first = client.GetStringAsync("/");
        await IsInStartRequestAsync(silo, app);
        Assert.Equal("starting", (await silo.InstancesAsync(app))[0].GetProperty("state").GetString(), ignoreCase: true);
        Assert.False(first.IsCompleted);

        LifecycleApps.LetGo(silo, app);

        Assert.Equal("ok", await first);
        await silo.WaitForLineAsync("start from 0.1.0.3", app);
    }

    [Fact]
    public async Task An_instance_that_answers_its_start_request_with_an_error_is_ended_and_the_next_one_tried()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("refuses");
        var first = client.GetAsync("/");
        await IsInStartRequestAsync(silo, "refuses");
        LifecycleApps.LetGo(silo, "refuses");
        await silo.WaitForLineAsync("answered /_ah/start with 500, which ends it", "refuses");

        apps["refuses"].Delete(LifecycleApps.Hold("refuses"));
        apps["refuses"].Write("main.py", LifecycleApps.Code("refuses", "200 OK"));

        await ComesToAsync(async () => (await client.GetAsync("/")).StatusCode == HttpStatusCode.OK, "the mended app does not start");
        await first;
    }

    [Fact]
    public async Task A_second_instance_is_warmed_up_before_live_traffic_and_the_first_is_not()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("warms");
        await client.GetStringAsync("/");
        Assert.DoesNotContain("warm-up", silo.OutputOf("warms"), StringComparison.Ordinal);

        await Task.WhenAll(client.GetStringAsync("/slow"), client.GetStringAsync("/slow"));

        await silo.WaitForLineAsync("warm-up from 0.1.0.3", "warms");
    }

    [Fact]
    public async Task The_example_counts_beside_its_requests_and_says_how_far_when_it_ends()
    {
        await using var silo = await SiloProcess.StartAsync([Path.Combine(SiloProcess.Repository, "examples", "background")]);
        using var client = silo.Client();
        await ComesToAsync(client, "/", text => text is not ("counted to 0\n" or "counted to 1\n"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, await silo.StopAsync());
        Assert.Matches("counted to [0-9]+", silo.Output);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_python3_app_sees_the_signal_before_its_end()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("signalled");
        Assert.Equal("ok", await client.GetStringAsync("/"));
        apps["signalled"].Write("other.txt", "");
        Assert.Equal("ok", await client.GetStringAsync("/"));
        await silo.WaitForLineAsync("signal 15", "signalled");
        await silo.WaitForLineAsync("and its exit", "signalled");
    }

    [Fact]
    public async Task Nobody_but_the_platform_makes_these_requests()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("closed");
        foreach (var path in new[] { "/_ah/start", "/_ah/stop", "/_ah/background" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
        client.DefaultRequestHeaders.Add("X-AppEngine-BackgroundRequest", "1");
        Assert.Equal("none", await client.GetStringAsync("/header"));
    }

    [Fact]
    public async Task What_does_not_end_in_its_time_is_cut_off()
    {
        using var app = LifecycleApps.Of("python3", "clings", LifecycleApps.Manual);
        app.Write("main.py", LifecycleApps.Code("clings", "200 OK").Replace("not runtime.is_shutting_down()", "True", StringComparison.Ordinal));
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Lifecycle__ShutdownGrace", "00:00:00.5"));
        using var client = silo.Client();
        Assert.Equal("ok", await client.GetStringAsync("/threads?2"));
        app.Write("other.txt", "");
        await client.GetStringAsync("/counts");
        await silo.WaitForLineAsync("took longer than 0.5 s and is cut off, with 2 background threads");
        await ComesToAsync(async () => (await silo.InstancesAsync()).Length == 1, "it is still there");
        Assert.Equal("ok", await client.GetStringAsync("/threads?2"));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, await silo.StopAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Theory]
    [InlineData("manual_scaling:\n  instances: 2\n")]
    [InlineData("automatic_scaling:\n  min_instances: 2\n")]
    public async Task A_silo_that_stops_starts_nothing_for_what_ends_and_takes_less_than_5_seconds(string scaling)
    {
        using var app = LifecycleApps.Of("python3", "stops", scaling);
        app.Write("main.py", """
            import time
            from google.appengine.api import background_thread, runtime
            def work():
                print('thread begins')
                while not runtime.is_shutting_down():
                    time.sleep(5)
            def app(environ, start_response):
                if environ['PATH_INFO'] == '/_ah/start':
                    background_thread.start_new_background_thread(work, ())
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [b'ok']
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        var sign = scaling.StartsWith("manual", StringComparison.Ordinal) ? "thread begins" : "started, process";
        await SiloProcess.Until(() => silo.Output.Split(sign).Length == 3, () => $"not two of \"{sign}\" in:\n{silo.Output}");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, await silo.StopAsync());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}:\n{silo.Output}");
        var after = silo.Output[silo.Output.IndexOf("stopping", StringComparison.Ordinal)..];
        foreach (var unwanted in new[] { "started", "ERROR", "failed", "   at " })
            Assert.DoesNotContain(unwanted, after, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_a_stop_is_cut_off_by_it()
    {
        using var app = AppDirectory.Python3("hangs", """
            import time
            def app(environ, start_response):
                if environ['PATH_INFO'] == '/hang':
                    time.sleep(60)
                start_response('200 OK', [])
                return [b'ok']
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        Assert.Equal("ok", await client.GetStringAsync("/"));
        var hanging = client.GetAsync("/hang");
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Any(static instance => instance.GetProperty("inFlight").GetInt32() == 1), "it is not in the app");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(0, await silo.StopAsync());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}:\n{silo.Output}");
        Assert.Contains("stopping; 1 request is still running", silo.Output, StringComparison.Ordinal);
        Assert.Matches(@"200 .* GET /", silo.Output);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
        using var answer = await hanging;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("because the silo stopped", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Matches(@"500 .* GET /hang", silo.Output);
    }

    private static Task IsInStartRequestAsync(SiloProcess silo, string app) =>
        ComesToAsync(async () => (await silo.InstancesAsync(app)) is [var one] && one.GetProperty("requests").GetInt32() == 1, "no start request");

    private static Task ComesToAsync(HttpClient client, string path, Func<string, bool> holds) =>
        SiloProcess.UntilAsync(async () => holds(await client.GetStringAsync(path)), $"{path} does not come to it");

    private static Task ComesToAsync(Func<Task<bool>> holds, string otherwise) => SiloProcess.UntilAsync(holds, otherwise);
}
