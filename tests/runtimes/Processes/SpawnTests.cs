using System.Diagnostics;
using Actors.Grains.Workers;

namespace Actors.Runtimes.Tests.Processes;

[Collection(nameof(SiloFixture))]
public class SpawnTests
{
    private const string Hello = """
        import os
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [('%d %d %d' % (os.getuid(), os.getgid(), os.getpid())).encode('ascii')]
        """;

    [Theory]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task Two_hundred_spawns_leave_no_process_and_no_descriptor(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = silo.Start(runtime, Hello);
        async Task RoundAsync(bool stop)
        {
            var worker = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
            await SiloFixture.TextAsync(worker, runtime);
            if (stop)
            {
                await worker.StopAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
            }

            await worker.DisposeAsync();
        }

        await RoundAsync(stop: false);
        var descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (var i = 0; i < 50; i++)
        {
            await Task.WhenAll(RoundAsync(true), RoundAsync(false), RoundAsync(true), RoundAsync(false));
        }

        Assert.Single(silo.Processes());
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, descriptors + 8);
    }

    [Fact]
    public async Task A_runtime_without_an_interpreter_is_refused_with_what_to_install()
    {
        await using var silo = await SiloFixture.StartAsync();
        var failure = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.SpawnAsync("python399", Hello));
        Assert.Equal(SpawnStep.Zygote, failure.Step);
        Assert.Contains("There is no runtime 'python399'", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_worker_whose_code_tree_is_gone_tells_the_step_and_its_own_words(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = silo.Start(runtime, Hello);
        start = start with { Deployment = start.Deployment with { CodeTree = "/nonexistent/code" } };
        var failure = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None));
        Assert.Contains("environment", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/code", failure.Explanation, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Journey.Steps);
        Assert.Single(silo.Processes());
    }

    [Theory]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task A_zygote_that_cannot_start_fails_the_spawn_in_time(string runtime)
    {
        var broken = Directory.CreateTempSubdirectory("actors-broken");
        await File.WriteAllTextAsync(Path.Combine(broken.FullName, "zygote.py"), "raise SystemExit('no zygote today')\n");
        await using var silo = await SiloFixture.StartAsync(options => options with { PythonFiles = broken.FullName, SpawnTimeout = TimeSpan.FromSeconds(1) });
        var failure = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.SpawnAsync(runtime, Hello));
        Assert.Equal(SpawnStep.Zygote, failure.Step);
        Assert.Contains("ended before it was ready", failure.Explanation, StringComparison.Ordinal);
        broken.Delete(recursive: true);
    }

    [Theory]
    [OnPython("python3")]
    public async Task What_an_earlier_life_left_behind_is_killed_at_start(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var program = Path.Combine(silo.Options.DataDirectory, "runtime", "python", "zygote.py");
        using var leftover = Process.Start(new ProcessStartInfo(Pythons.Get(runtime), ["-c", "import time; time.sleep(600)", program]))!;
        Zygotes.Leftovers.Sweep(program, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await leftover.WaitForExitAsync();
        Assert.Equal(128 + 9, leftover.ExitCode);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_warm_runtime_has_its_zygote_and_nothing_else(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        await silo.Runtimes.WarmAsync(runtime, CancellationToken.None);
        Assert.Single(silo.Processes());
        await using var worker = await silo.SpawnAsync(runtime, Hello);
        Assert.Equal(2, silo.Processes().Count);
    }

    [Theory]
    [OnPython("python3")]
    [Trait("Category", "Slow")]
    public async Task Warming_what_cannot_start_ends_in_time_and_does_not_throw(string runtime)
    {
        var broken = Directory.CreateTempSubdirectory("actors-broken");
        await File.WriteAllTextAsync(Path.Combine(broken.FullName, "zygote.py"), "raise SystemExit('no zygote today')\n");
        await using var silo = await SiloFixture.StartAsync(options => options with { PythonFiles = broken.FullName, SpawnTimeout = TimeSpan.FromSeconds(1) });
        await silo.Runtimes.WarmAsync(runtime, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        broken.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_silo_on_the_same_data_directory_is_refused()
    {
        await using var silo = await SiloFixture.StartAsync();
        var failure = await Assert.ThrowsAsync<IOException>(() => SiloFixture.StartAsync(_ => silo.Options));
        Assert.Contains("Another silo runs", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnPython("python27", NeedsRoot = true)]
    [OnPython("python3", NeedsRoot = true)]
    public async Task Workers_run_as_the_users_of_their_apps(string runtime)
    {
        var interpreter = ReadablePythons.Get(runtime);
        await using var silo = await SiloFixture.StartAsync(options => options with
        {
            SeparateUsers = true,
            Interpreters = new Dictionary<string, string> { [runtime] = interpreter },
        });
        await using var one = await silo.SpawnAsync(runtime, Hello, uid: 200_001);
        await using var other = await silo.SpawnAsync(runtime, Hello, uid: 200_002);
        Assert.Equal($"200001 200001 {one.Pid}", await SiloFixture.TextAsync(one, runtime));
        Assert.Equal($"200002 200002 {other.Pid}", await SiloFixture.TextAsync(other, runtime));
        Assert.NotNull(one.Memory());
    }
}
