using System.Diagnostics;
using Actors.Grains.Workers;

namespace Actors.Runtimes.Tests.Processes;

/// <summary>What becomes of requests of a worker that ends: those that the app cannot have begun may be tried elsewhere.</summary>
[Collection(nameof(SiloFixture))]
[Trait("Category", "Slow")]
public class WorkerEndTests
{
    private const string App = """
        import time
        from actors_runtime import api_calls

        def app(environ, start_response):
            if environ['PATH_INFO'] == '/begin':
                api_calls.start('echo', 'Say', b'', 20).result()
                time.sleep(60)
            start_response('200 OK', [])
            return [b'']
        """;

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_request_that_comes_when_the_worker_is_gone_has_not_begun(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        SiloFixture.Kill(worker.Pid);
        await worker.Ended;

        var failure = await Assert.ThrowsAsync<WorkerEndedException>(() => SiloFixture.AskAsync(worker, runtime));

        Assert.False(failure.Begun);
        Assert.Equal(9, failure.End.Signal);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_request_that_a_killed_worker_had_not_read_has_not_begun(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        using (var stop = Process.Start("kill", ["-STOP", $"{worker.Pid}"]))
        {
            await stop.WaitForExitAsync();
        }

        var asking = SiloFixture.AskAsync(worker, runtime);
        SiloFixture.Kill(worker.Pid);

        Assert.False((await Assert.ThrowsAsync<WorkerEndedException>(() => asking)).Begun);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_request_that_has_called_a_service_has_begun_whether_or_not_the_worker_has_read_the_reply(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await using var worker = await silo.SpawnAsync(runtime, App);
        var asking = SiloFixture.AskAsync(worker, runtime, "/begin");
        await silo.Services.FirstCall;
        SiloFixture.Kill(worker.Pid);

        Assert.True((await Assert.ThrowsAsync<WorkerEndedException>(() => asking)).Begun);
    }
}
