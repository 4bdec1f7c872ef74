using Actors.Grains.Workers;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Tests.Processes;

namespace Actors.Runtimes.Tests.Limits;

/// <summary>Nobody can use up the silo's descriptors.</summary>
[Collection(nameof(SiloFixture))]
public sealed class OpenFilesTests
{
    [Fact]
    public void It_counts_what_is_open()
    {
        const int Many = 400;
        var open = OpenFiles.OfThisProcess();
        var before = open.Used;
        var files = Enumerable.Range(0, Many).Select(_ => File.OpenHandle("/dev/null")).ToArray();
        var between = open.Used;
        Array.ForEach(files, file => file.Dispose());
        Assert.InRange(between - before, Many / 2, Many * 2); // others open and close meanwhile
        Assert.InRange(open.Used, 1, open.Limit);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(20_000)]
    [InlineData(1 << 20)]
    public void What_everybody_may_have_together_leaves_some(long limit)
    {
        var workers = Used(limit, limit / 2);
        Assert.False(workers.HasRoomForWorker(1));
        Assert.True(Used(limit, (limit / 2) - 13).HasRoomForWorker(13));
        Assert.False(Used(limit, limit * 7 / 10).HasRoomForFetch);

        // Workers or fetches first, then clients, and each of those is sent a file.
        Assert.InRange((limit * 7 / 10) + workers.Clients, 0, limit * 9 / 10);
        Assert.InRange((limit / 2) + (2 * workers.Clients), 0, limit * 9 / 10);
        Assert.True(Used(limit, (limit / 2) - 13).IsShort);
        Assert.False(Used(limit, limit / 3).IsShort);
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_worker_for_which_there_is_none_is_refused_with_what_to_do(string runtime)
    {
        const string Hello = "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'']\n";
        long used = 480;
        await using var silo = await SiloFixture.StartAsync(openFiles: new OpenFiles(1000, () => used));
        await using var worker = await silo.SpawnAsync(runtime, Hello);
        used = 499;
        var refused = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.SpawnAsync(runtime, Hello));
        Assert.Contains("499 of its 1000 descriptors are in use", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", refused.Remedy, StringComparison.Ordinal);
    }

    private static OpenFiles Used(long limit, long used) => new(limit, () => used);
}
