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
        var none = Used(limit, 0);
        Assert.True(Used(limit, none.MostWithoutClients - 13).HasRoomForWorker(13));
        Assert.False(Used(limit, none.MostWithoutClients - 12).HasRoomForWorker(13));
        Assert.True(Used(limit, none.MostWithoutClients - 13).IsShort);
        Assert.False(Used(limit, limit / 3).IsShort);
        var mostBesideClients = limit * 43 / 100;
        Assert.True(Used(limit, mostBesideClients - 1).HasRoomForOneMore);
        Assert.False(Used(limit, mostBesideClients).HasRoomForOneMore);
        Assert.InRange(none.MostClients + none.MostAdminClients + mostBesideClients, limit * 96 / 100, limit * 97 / 100);
    }

    [Fact]
    public void Clients_take_nothing_from_workers()
    {
        var open = Used(1000, 500);
        Assert.False(open.HasRoomForWorker(13));
        for (var client = 0; client < 200; client++)
            open.ClientCame();
        Assert.True(open.HasRoomForWorker(13));
        Assert.False(open.IsShort);
        open.ClientWent();
        Assert.Equal(301, open.UsedWithoutClients);
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_worker_for_which_there_is_none_is_refused_with_what_to_do(string runtime)
    {
        const string Hello = "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'']\n";
        long used = 370;
        await using var silo = await SiloFixture.StartAsync(openFiles: new OpenFiles(1000, () => used));
        await using var worker = await silo.SpawnAsync(runtime, Hello);
        used = 379;
        var refused = await Assert.ThrowsAsync<SpawnFailedException>(() => silo.SpawnAsync(runtime, Hello));
        Assert.Contains("379 descriptors are in use beside those of clients; of its 1000 that may be 380.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", refused.Remedy, StringComparison.Ordinal);
    }

    private static OpenFiles Used(long limit, long used) => new(limit, () => used);
}
