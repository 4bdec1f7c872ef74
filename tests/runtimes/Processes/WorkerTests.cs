using System.Diagnostics;
using System.Text;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Processes;

[Collection(nameof(SiloFixture))]
public class WorkerTests
{
    private const string Batch = "3";
    private const string App = """
        import ctypes, os, sys, threading, time
        from actors_runtime import api_calls

        def app(environ, start_response):
            path = environ['PATH_INFO']
            status, body = '200 OK', b'Hello, World!'
            if path == '/environ':
                body = os.environ['COLOUR'].encode('ascii')
            elif path == '/uid':
                body = ('%d %d' % (os.getuid(), os.getgid())).encode('ascii')
            elif path == '/echo':
                body = environ['wsgi.input'].read()
            elif path == '/fail':
                raise ValueError('on purpose')
            elif path == '/missing':
                status = '404 Not Found'
            elif path == '/unavailable':
                status = '503 Service Unavailable'
            elif path == '/exit':
                os.write(2, b'first line\nlast words\n')
                os._exit(3)
            elif path == '/segfault':
                ctypes.string_at(0)
            elif path == '/garbage':
                for descriptor in range(3, 40):
                    try:
                        os.write(descriptor, b'\xff' * 64)
                    except OSError:
                        pass
                time.sleep(60)
            elif path == '/sleep':
                time.sleep(60)
            elif path == '/nap':
                time.sleep(0.3)
            elif path == '/api':
                calls = [api_calls.start('echo', 'Say', ('call %d' % i).encode('ascii'), 20) for i in range(8)]
                body = b','.join(call.result() for call in calls)
            elif path == '/refuse':
                try:
                    api_calls.start('echo', environ['QUERY_STRING'] or 'Refuse', b'', 20).result()
                except Exception as error:
                    body = ('%s: %s' % (type(error).__name__, error)).encode('ascii')
            start_response(status, [('Content-Type', 'text/plain')])
            return [body]
        """;

    [Fact]
    public async Task A_worker_and_its_silo_do_not_interrupt_each_other()
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync("python3", App);
        Assert.Equal(Batch, PolicyOf($"/proc/{worker.Pid}/stat"));
        Assert.Equal(Batch, PolicyOf("/proc/self/stat"));

        // proc_pid_stat(5): the policy is field 41, and what follows the name in parentheses begins with field 3.
        static string PolicyOf(string stat)
        {
            var text = File.ReadAllText(stat);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ')[41 - 3];
        }
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [OnPython("python38")]
    [OnPython("python313")]
    public async Task A_worker_serves_what_its_app_answers(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var response = await SiloFixture.AskAsync(worker, runtime);
        Assert.Equal(200, response.Status);
        Assert.Equal("Hello, World!", Encoding.ASCII.GetString(response.Body.Span));
        Assert.Contains(new ResponseHeader("Content-Type", "text/plain"), response.Headers);
        Assert.Equal(ResponseError.None, response.Error);
        Assert.Empty(response.Logs);
        Assert.Equal("blue", await SiloFixture.TextAsync(worker, runtime, "/environ"));

        var failed = await SiloFixture.AskAsync(worker, runtime, "/fail");
        Assert.Equal((500, ResponseError.AppFailure), (failed.Status, failed.Error));
        Assert.Contains(failed.Logs, line => line.Level >= AppLogLevel.Error && line.Text.Contains("on purpose", StringComparison.Ordinal));
        Assert.InRange(worker.Memory() ?? 0, 100_000, 200_000_000);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task An_answer_says_whether_the_app_failed(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        Assert.False(await IsErrorAsync("/"));
        Assert.False(await IsErrorAsync("/missing"));
        Assert.True(await IsErrorAsync("/unavailable"));
        Assert.True(await IsErrorAsync("/fail"));

        async Task<bool> IsErrorAsync(string path) => (await worker.HandleAsync(SiloFixture.Request(runtime, path), RequestDeadline.None, CancellationToken.None)).IsError;
    }

    [Theory]
    [OnPython("python3")]
    public async Task The_journey_has_every_step_in_order(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        Assert.Equal(Enum.GetValues<SpawnStep>().Where(step => step is not (SpawnStep.VersionZygote or SpawnStep.Spare)), worker.Journey.Steps.Select(step => step.Step));

        // Not their sum: on a busy machine the zygote comes back from the fork after its child has gone on.
        Assert.All(worker.Journey.Steps, step => Assert.InRange(step.Microseconds, 0, worker.Journey.TotalMicroseconds));
        Assert.InRange(worker.Journey.Steps.Where(step => step.Step is SpawnStep.Zygote or SpawnStep.Ready).Sum(step => step.Microseconds), 1, worker.Journey.TotalMicroseconds);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_body_of_32_MB_goes_there_and_back(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var body = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(body);
        var response = await SiloFixture.AskAsync(worker, runtime, "/echo", body);
        Assert.True(response.Body.Span.SequenceEqual(body));
        Assert.Equal("Hello, World!", await SiloFixture.TextAsync(worker, runtime));
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task API_calls_are_answered_in_the_order_in_which_they_end(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        silo.Services.Batch = 8;
        Assert.Equal(string.Join(',', Enumerable.Range(0, 8).Select(i => $"call {i}")), await SiloFixture.TextAsync(worker, runtime, "/api"));
        Assert.Equal(Enumerable.Repeat("echo.Say", 8), silo.Services.Seen);
        silo.Services.Batch = 1;
        Assert.Contains("not today", await SiloFixture.TextAsync(worker, runtime, "/refuse"), StringComparison.Ordinal);
        Assert.Equal("Hello, World!", await SiloFixture.TextAsync(worker, runtime));
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_worker_that_exits_fails_its_requests_and_leaves_its_last_words(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var failure = await Assert.ThrowsAsync<WorkerEndedException>(() => SiloFixture.AskAsync(worker, runtime, "/exit"));
        Assert.Equal(3, failure.End.ExitCode);
        Assert.Equal("first line\nlast words", failure.End.LastOutput);
        Assert.Null(worker.Memory());
        await Assert.ThrowsAsync<WorkerEndedException>(() => SiloFixture.AskAsync(worker, runtime));
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_worker_that_is_killed_fails_only_its_own_requests(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = silo.Start(runtime, App);
        await using var one = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await using var other = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        var sleeping = SiloFixture.AskAsync(one, runtime, "/sleep");
        var napping = SiloFixture.TextAsync(other, runtime, "/nap");
        SiloFixture.Kill(one.Pid);
        var failure = await Assert.ThrowsAsync<WorkerEndedException>(() => sleeping);
        Assert.Equal(9, failure.End.Signal);
        Assert.Equal("Hello, World!", await napping);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_worker_that_breaks_the_protocol_is_killed(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var failure = await Assert.ThrowsAsync<WorkerEndedException>(() => SiloFixture.AskAsync(worker, runtime, "/garbage"));
        Assert.Equal(9, failure.End.Signal);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task Workers_outlive_their_zygote_and_are_reaped_by_the_silo(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = silo.Start(runtime, App);
        await using var worker = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        var zygote = Assert.Single(silo.Processes(), pid => pid != worker.Pid);
        SiloFixture.Kill(zygote);

        // The next one comes from a new zygote.
        await using var next = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal("Hello, World!", await SiloFixture.TextAsync(worker, runtime));
        Assert.Equal("Hello, World!", await SiloFixture.TextAsync(next, runtime));
        var failure = await Assert.ThrowsAsync<WorkerEndedException>(() => SiloFixture.AskAsync(worker, runtime, "/exit"));
        Assert.Equal(3, failure.End.ExitCode);
        Assert.False(Directory.Exists($"/proc/{worker.Pid}"), "The worker is a zombie.");
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_stop_lets_running_requests_finish(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var running = SiloFixture.TextAsync(worker, runtime, "/nap");
        var end = await worker.StopAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        Assert.Equal("Hello, World!", await running);
        Assert.Equal(0, end.ExitCode);
    }

    [Theory]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_stop_kills_what_does_not_end_within_the_grace(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var running = SiloFixture.AskAsync(worker, runtime, "/sleep");
        var watch = Stopwatch.StartNew();
        await worker.StopAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        await Assert.ThrowsAsync<WorkerEndedException>(() => running);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_caller_that_gives_up_does_not_spoil_the_connection(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App, connections: 1);
        using var impatience = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.HandleAsync(SiloFixture.Request(runtime, "/nap"), RequestDeadline.None, impatience.Token).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => SiloFixture.TextAsync(worker, runtime));

        // The one connection is free again when the abandoned answer has come.
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                Assert.Equal("Hello, World!", await SiloFixture.TextAsync(worker, runtime));
                return;
            }
            catch (InvalidOperationException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail("The connection never came back.");
    }

    [Theory]
    [OnPython("python3")]
    public async Task Requests_run_beside_one_another_up_to_the_number_of_connections(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App, connections: 8);
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SiloFixture.TextAsync(worker, runtime, "/nap")));
        Assert.All(answers, answer => Assert.Equal("Hello, World!", answer));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"Eight naps of 0.3 s took {watch.Elapsed}.");
    }
}
