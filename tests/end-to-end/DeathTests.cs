using System.Diagnostics;
using System.Net;

namespace Actors.EndToEnd.Tests;

[Trait("Category", "Slow")]
public sealed class DeathTests
{
    private const string Slow = """
        import os, time
        def app(environ, start_response):
            if environ['PATH_INFO'] == '/slow':
                time.sleep(1.0)
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [str(os.getpid()).encode()]
        """;

    [Fact]
    public async Task A_killed_worker_fails_its_own_request_and_the_next_one_is_served()
    {
        using var app = AppDirectory.Python3("dies", Slow);
        using var other = AppDirectory.Python3("other", Slow);
        await using var silo = await SiloProcess.StartAsync([app.Path, other.Path]);
        using var client = silo.Client("dies");
        using var neighbour = silo.Client("other");
        var victim = (await client.GetStringAsync("/"));
        var slow = client.GetAsync("/slow");
        var untouched = neighbour.GetAsync("/slow");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Count(instance => instance.GetProperty("inFlight").GetInt32() == 1) == 2, "the slow requests do not run");

        SiloProcess.Signal(int.Parse(victim, System.Globalization.CultureInfo.InvariantCulture), "KILL");

        Assert.Equal(HttpStatusCode.InternalServerError, (await slow).StatusCode);
        Assert.NotEqual(victim, await client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.OK, (await untouched).StatusCode);
        await silo.WaitForLineAsync("killed by signal 9");
    }

    [Fact]
    public async Task Workers_outlive_a_killed_zygote_and_a_new_one_forks_the_next()
    {
        using var app = AppDirectory.Python3("orphan", Slow);
        using var later = AppDirectory.Python3("later", Slow);
        await using var silo = await SiloProcess.StartAsync([app.Path, later.Path]);
        using var client = silo.Client("orphan");
        using var next = silo.Client("later");
        var worker = await client.GetStringAsync("/");
        var zygotes = silo.Descendants().Where(pid => pid.ToString(System.Globalization.CultureInfo.InvariantCulture) != worker).ToArray();

        foreach (var zygote in zygotes)
            SiloProcess.Signal(zygote, "KILL");
        await SiloProcess.Until(() => !silo.Descendants().Intersect(zygotes).Any(), () => "a killed zygote stays");

        Assert.Equal(worker, await client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.OK, (await next.GetAsync("/")).StatusCode);
        SiloProcess.Signal(int.Parse(worker, System.Globalization.CultureInfo.InvariantCulture), "KILL");
        await SiloProcess.Until(() => !File.Exists($"/proc/{worker}/stat"), () => "a worker whose zygote is gone is not reaped");
        Assert.NotEqual(worker, await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Stopping_says_what_is_waited_for_and_a_second_interrupt_ends_it_at_once()
    {
        using var app = AppDirectory.Python3("patience", """
            import time
            def app(environ, start_response):
                time.sleep(60)
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        var slow = client.GetAsync("/");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Any(instance => instance.GetProperty("inFlight").GetInt32() == 1), "the slow request does not run");

        SiloProcess.Signal(silo.Pid, "INT");
        await silo.WaitForLineAsync("stopping; 1 request is still running");
        SiloProcess.Signal(silo.Pid, "INT");

        await silo.WaitForExitAsync();
        Assert.Equal(130, await silo.StopAsync());
        await SiloProcess.Until(() => silo.Descendants().Count == 0, () => "a process is left");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => slow);
    }

    [Fact]
    public async Task A_signal_to_the_whole_process_group_is_the_silos_to_handle()
    {
        using var app = AppDirectory.Python3("group", Slow);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        await client.GetStringAsync("/");
        var slow = client.GetAsync("/slow");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Any(instance => instance.GetProperty("inFlight").GetInt32() == 1), "the slow request does not run");

        foreach (var pid in silo.Descendants().Append(silo.Pid))
            SiloProcess.Signal(pid, "TERM");

        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);
        await silo.WaitForExitAsync();
        Assert.Equal(0, await silo.StopAsync());
        Assert.DoesNotContain("the next one starts", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_silo_is_killed_nothing_is_left_even_what_is_stuck_in_c_code()
    {
        using var app = AppDirectory.Python3("stuck", """
            import re
            def app(environ, start_response):
                if environ['PATH_INFO'] == '/stuck':
                    re.match('(a+)+b', 'a' * 60)
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [b'ok']
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        await client.GetStringAsync("/");
        var stuck = client.GetAsync("/stuck");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Any(instance => instance.GetProperty("inFlight").GetInt32() == 1), "the request does not run");

        SiloProcess.Signal(silo.Pid, "KILL");
        var watch = Stopwatch.StartNew();
        await SiloProcess.Until(() => silo.Descendants().Count == 0, () => $"left: {string.Join(", ", silo.Descendants())}");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"took {watch.Elapsed}");
        await Assert.ThrowsAnyAsync<Exception>(() => stuck);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Asked_to_stop_it_finishes_what_runs_and_leaves_nothing(string signal)
    {
        using var app = AppDirectory.Python3("finishing", Slow);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();
        await client.GetStringAsync("/");
        var slow = client.GetAsync("/slow");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Any(instance => instance.GetProperty("inFlight").GetInt32() == 1), "the slow request does not run");

        var watch = Stopwatch.StartNew();
        SiloProcess.Signal(silo.Pid, signal);

        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);
        Assert.Equal(0, await silo.StopAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
        Assert.Empty(silo.Descendants());
    }

    [Fact]
    public async Task Asked_again_and_again_it_stops_as_if_asked_once()
    {
        using var app = AppDirectory.Python3("hasty", Slow);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        var ended = silo.WaitForExitAsync();

        // Not more often: 64 thousand at once are more than .NET has room for.
        for (; !ended.IsCompleted; await Task.WhenAny(ended, Task.Delay(1)))
            SiloProcess.Signal(silo.Pid, "TERM");
        Assert.Equal(0, await silo.StopAsync());
        Assert.Empty(silo.Descendants());
    }
}
