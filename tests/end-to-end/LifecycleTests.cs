using System.Globalization;
using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>How instances begin and end, and the background threads in between: real silos, real apps, both Pythons.</summary>
[Trait("Category", "Slow")]
public sealed class LifecycleTests
{
    private const string App = """
        import os, sys, threading, time
        from google.appengine.api import background_thread, runtime
        counts = {}
        def note(text):
            sys.stdout.write(text + '\n')
        def hook():
            note('hook in instance %s' % os.environ['INSTANCE_ID'])
        def work(number):
            note('thread %d begins, asked by %s at %s' % (number, os.environ['REMOTE_ADDR'], os.environ['PATH_INFO']))
            while not runtime.is_shutting_down():
                counts[number] = counts.get(number, 0) + 1
                time.sleep(0.02)
            note('thread %d ends' % number)
        def fail():
            raise KeyError('lost')
        def app(environ, start_response):
            path, status, said = environ['PATH_INFO'], '200 OK', 'ok'
            if path == '/_ah/start':
                note('start from %s' % environ['REMOTE_ADDR'])
                status = STATUS
                while os.path.exists('hold.txt') and not runtime.is_shutting_down():
                    time.sleep(0.02)
                runtime.set_shutdown_hook(hook)
            elif path == '/_ah/warmup':
                note('warm-up from %s' % environ['REMOTE_ADDR'])
            elif path == '/threads':
                try:
                    for number in range(int(environ['QUERY_STRING'])):
                        background_thread.start_new_background_thread(work, (number,))
                except background_thread.Error as error:
                    said = type(error).__name__
            elif path == '/fail':
                background_thread.BackgroundThread(target=fail).start()
            elif path == '/counts':
                said = str(sum(counts.values()))
            elif path == '/slow':
                time.sleep(0.5)
            elif path == '/header':
                said = environ.get('HTTP_X_APPENGINE_BACKGROUNDREQUEST', 'none')
            start_response(status, [('Content-Type', 'text/plain')])
            return [said.encode()]
        """;

    private const string Manual = "manual_scaling:\n  instances: 1\n";

    private static AppDirectory Of(string runtime, string id, string scaling, string status = "200 OK") => new(
        ("app.yaml", $"application: {id}\nruntime: {runtime}\n{(runtime == "python27" ? "api_version: 1\nthreadsafe: true\n" : "")}{scaling}handlers:\n- url: /.*\n  script: {(runtime == "python27" ? "main.app" : "auto")}\n"),
        ("main.py", App.Replace("STATUS", $"'{status}'", StringComparison.Ordinal)));

    [Fact]
    public Task Ten_background_threads_outlive_their_request_and_end_with_the_instance() => TenThreadsAsync("python3");

    [Python27Fact]
    public Task Ten_background_threads_of_python27_outlive_their_request_and_end_with_the_instance() => TenThreadsAsync("python27");

    private static async Task TenThreadsAsync(string runtime)
    {
        using var app = Of(runtime, "threads", Manual);
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

    private static async Task TracebackAsync(string runtime)
    {
        using var app = Of(runtime, "raises", Manual);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        Assert.Equal("ok", await client.GetStringAsync("/fail"));
        await silo.WaitForLineAsync("/_ah/background");
        await silo.WaitForLineAsync("raise KeyError\\('lost'\\)");
        await ComesToAsync(async () => (await silo.InstancesAsync())[0].GetProperty("backgroundThreads").GetArrayLength() == 0, "a thread that has ended is still there");
    }

    [Fact]
    public async Task On_automatic_scaling_there_are_no_background_threads()
    {
        using var app = Of("python3", "automatic", "");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        Assert.Equal("FrontendsNotSupported", await client.GetStringAsync("/threads?1"));
        Assert.DoesNotContain("start from", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Requests_wait_for_the_start_request() => StartAsync("python3");

    [Python27Fact]
    public Task Requests_wait_for_the_start_request_of_python27() => StartAsync("python27");

    private static async Task StartAsync(string runtime)
    {
        using var app = Of(runtime, "starts", Manual, "404 Not Found"); // Which counts as started.
        app.Write("hold.txt", "");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Instances__PendingTimeout", "00:01:00"));
        using var client = silo.Client();
        var first = client.GetStringAsync("/");
        await ComesToAsync(async () => (await silo.InstancesAsync()) is [var one] && one.GetProperty("requests").GetInt32() == 1, "no start request");
        Assert.Equal("starting", (await silo.InstancesAsync())[0].GetProperty("state").GetString(), ignoreCase: true);
        Assert.False(first.IsCompleted);

        File.Delete(Path.Combine(Assert.Single(Directory.GetFiles(silo.Data, "hold.txt", SearchOption.AllDirectories))));

        Assert.Equal("ok", await first);
        await silo.WaitForLineAsync("start from 0.1.0.3");
    }

    [Fact]
    public async Task An_instance_that_answers_its_start_request_with_an_error_is_ended_and_the_next_one_tried()
    {
        using var app = Of("python3", "refuses", Manual, "500 No");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Instances__PendingTimeout", "00:00:20"));
        using var client = silo.Client();
        var first = client.GetAsync("/");
        await silo.WaitForLineAsync("answered /_ah/start with 500, which ends it");

        app.Write("main.py", App.Replace("STATUS", "'200 OK'", StringComparison.Ordinal));

        await ComesToAsync(async () => (await client.GetAsync("/")).StatusCode == HttpStatusCode.OK, "the mended app does not start");
        await first;
    }

    [Fact]
    public async Task A_second_instance_is_warmed_up_before_live_traffic_and_the_first_is_not()
    {
        using var app = Of("python3", "warms", "inbound_services:\n- warmup\nautomatic_scaling:\n  max_concurrent_requests: 1\n");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        await client.GetStringAsync("/");
        Assert.DoesNotContain("warm-up", silo.Output, StringComparison.Ordinal);

        await Task.WhenAll(client.GetStringAsync("/slow"), client.GetStringAsync("/slow"));

        await silo.WaitForLineAsync("warm-up from 0.1.0.3");
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
        using var app = AppDirectory.Python3("signalled", """
            import atexit, signal
            signal.signal(signal.SIGTERM, lambda number, frame: print('signal', number))
            atexit.register(print, 'and its exit')
            def app(environ, start_response):
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [b'ok']
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        Assert.Equal("ok", await client.GetStringAsync("/"));
        app.Write("other.txt", "");
        Assert.Equal("ok", await client.GetStringAsync("/"));
        await silo.WaitForLineAsync("signal 15");
        await silo.WaitForLineAsync("and its exit");
    }

    [Fact]
    public async Task Nobody_but_the_platform_makes_these_requests()
    {
        using var app = Of("python3", "closed", Manual);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        foreach (var path in new[] { "/_ah/start", "/_ah/stop", "/_ah/background" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
        client.DefaultRequestHeaders.Add("X-AppEngine-BackgroundRequest", "1");
        Assert.Equal("none", await client.GetStringAsync("/header"));
    }

    [Fact]
    public async Task What_does_not_end_in_its_time_is_cut_off()
    {
        using var app = Of("python3", "clings", Manual);
        app.Write("main.py", App.Replace("STATUS", "'200 OK'", StringComparison.Ordinal).Replace("not runtime.is_shutting_down()", "True", StringComparison.Ordinal));
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
        using var app = Of("python3", "stops", scaling);
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

    private static Task ComesToAsync(HttpClient client, string path, Func<string, bool> holds) =>
        SiloProcess.UntilAsync(async () => holds(await client.GetStringAsync(path)), $"{path} does not come to it");

    private static Task ComesToAsync(Func<Task<bool>> holds, string otherwise) => SiloProcess.UntilAsync(holds, otherwise);
}
