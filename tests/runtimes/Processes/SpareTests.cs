using System.Diagnostics;
using System.Globalization;
using Actors.Grains.Workers;

namespace Actors.Runtimes.Tests.Processes;

/// <summary>Workers that come from a process which was forked before they were wanted.</summary>
[Collection(nameof(SiloFixture))]
[Trait("Category", "Slow")]
public class SpareTests
{
    private const string Identity = """
        import os
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [('%d %d %d' % (os.getuid(), os.getgid(), os.getpid())).encode('ascii')]
        """;

    private static readonly SpawnStep[] _journey = [SpawnStep.Spare, SpawnStep.Identity, SpawnStep.Environment, SpawnStep.Runtime, SpawnStep.Lockdown, SpawnStep.Ready];

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task The_second_worker_comes_from_it(string runtime)
    {
        await using var silo = await StartAsync();
        await using var first = await silo.SpawnAsync(runtime, Identity);
        var spare = await SpareAsync(silo, first);
        await using var second = await silo.SpawnAsync(runtime, Identity);
        Assert.Equal(spare, second.Pid);
        Assert.Equal(_journey, second.Journey.Steps.Select(step => step.Step));
        Assert.InRange(second.Journey.Steps.Sum(step => step.Microseconds), 1, second.Journey.TotalMicroseconds);
        Assert.EndsWith($" {spare}", await SiloFixture.TextAsync(second, runtime), StringComparison.Ordinal);
        Assert.NotEqual(spare, await SpareAsync(silo, first, second));
    }

    [Theory]
    [OnPython("python27", NeedsRoot = true)]
    [OnPython("python3", NeedsRoot = true)]
    public async Task It_takes_the_user_of_the_app(string runtime)
    {
        var interpreter = ReadablePythons.Get(runtime);
        await using var silo = await StartAsync(options => options with { SeparateUsers = true, Interpreters = new Dictionary<string, string> { [runtime] = interpreter } });
        await using var first = await silo.SpawnAsync(runtime, Identity, uid: 200_001);
        var spare = await SpareAsync(silo, first);
        await using var second = await silo.SpawnAsync(runtime, Identity, uid: 200_002);
        Assert.Equal($"200002 200002 {spare}", await SiloFixture.TextAsync(second, runtime));
    }

    [Theory]
    [OnPython("python3")]
    public async Task One_that_was_killed_is_not_missed(string runtime)
    {
        await using var silo = await StartAsync();
        await using var first = await silo.SpawnAsync(runtime, Identity);
        Kill(await SpareAsync(silo, first), "KILL");
        await using var second = await silo.SpawnAsync(runtime, Identity);
        Assert.EndsWith($" {second.Pid}", await SiloFixture.TextAsync(second, runtime), StringComparison.Ordinal);
    }

    [Theory]
    [OnPython("python3")]
    public async Task One_that_dies_on_the_way_is_replaced(string runtime)
    {
        await using var silo = await StartAsync();
        await using var first = await silo.SpawnAsync(runtime, Identity);
        var spare = await SpareAsync(silo, first);
        Kill(spare, "STOP");
        var starting = silo.SpawnAsync(runtime, Identity);
        Kill(spare, "KILL");
        await using var second = await starting;
        Assert.NotEqual(spare, second.Pid);
        Assert.Contains(SpawnStep.Fork, second.Journey.Steps.Select(step => step.Step));
        Assert.EndsWith($" {second.Pid}", await SiloFixture.TextAsync(second, runtime), StringComparison.Ordinal);
    }

    [Theory]
    [OnPython("python3")]
    public async Task One_with_too_few_connections_makes_room_for_one_with_enough(string runtime)
    {
        await using var silo = await StartAsync();
        await using var first = await silo.SpawnAsync(runtime, Identity);
        var small = await SpareAsync(silo, first);
        await using var second = await silo.SpawnAsync(runtime, Identity, connections: 25);
        Assert.NotEqual(small, second.Pid);
        await Until(() => !silo.Processes().Contains(small));
        var large = await SpareAsync(silo, first, second);
        await using var third = await silo.SpawnAsync(runtime, Identity, connections: 25);
        Assert.Equal(large, third.Pid);
    }

    [Theory]
    [OnPython("python3")]
    public async Task What_goes_wrong_with_the_app_is_said_as_ever(string runtime)
    {
        await using var silo = await StartAsync();
        await using var first = await silo.SpawnAsync(runtime, Identity);
        await SpareAsync(silo, first);
        var start = silo.Start(runtime, Identity);
        start = start with { Deployment = start.Deployment with { CodeTree = "/nonexistent/code" } };
        var failure = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None));
        Assert.Contains("environment", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/code", failure.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_hundred_starts_leave_one_spare_and_no_descriptor(string runtime)
    {
        await using var silo = await StartAsync();
        await RoundAsync();
        await SpareAsync(silo);
        var descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (var i = 0; i < 50; i++)
        {
            await Task.WhenAll(RoundAsync(), RoundAsync());
        }

        await SpareAsync(silo);
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, descriptors + 8);

        async Task RoundAsync()
        {
            var worker = await silo.SpawnAsync(runtime, Identity);
            await SiloFixture.TextAsync(worker, runtime);
            await worker.DisposeAsync();
        }
    }

    [Theory]
    [OnPython("python3")]
    public async Task It_ends_with_the_silo(string runtime)
    {
        var silo = await StartAsync();
        var first = await silo.SpawnAsync(runtime, Identity);
        var spare = await SpareAsync(silo, first);
        await first.DisposeAsync();
        await silo.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{spare.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static Task<SiloFixture> StartAsync(Func<RuntimeOptions, RuntimeOptions>? configure = null) =>
        SiloFixture.StartAsync(options => (configure?.Invoke(options) ?? options) with { SpareWorkers = true });

    // The process that is neither the zygote, whose parent is this process, nor one of these workers.
    private static async Task<int> SpareAsync(SiloFixture silo, params IWorker[] workers)
    {
        await silo.Runtimes.Spares.PreparedAsync();
        return Assert.Single(silo.Processes(), pid => Parent(pid) != Environment.ProcessId && workers.All(worker => worker.Pid != pid));
    }

    private static int Parent(int pid)
    {
        try
        {
            return int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "It did not come true within 30 s.");
            await Task.Delay(5);
        }
    }

    private static void Kill(int pid, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
