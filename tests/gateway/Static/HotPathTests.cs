using Actors.Gateway.Routes;
using Actors.Gateway.Static;
using Actors.Runtimes.Limits;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Tests.Static;

/// <summary>What a plain request for a file in memory costs.</summary>
public sealed class HotPathTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-static");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("gzip, deflate, br")]
    public async Task A_file_in_memory_is_found_and_described_without_allocating(string? acceptEncoding)
    {
        await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, "a.css"), new byte[65_536]);
        var version = VersionRoute.Compile(Deployments.Of("shop", "runtime: python3\nentrypoint: gunicorn main:app\nhandlers: [{url: /s, static_dir: .}]\n") with { StaticTree = _directory.FullName });
        var time = new StoppedTime(new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));
        var responder = new StaticResponder(new StaticFileCache(time, 1_000_000), OpenFiles.Unlimited, time);
        var attributes = version.StaticOf(0)!;

        // One context again and again, so that its own dictionaries have all they need. HEAD, so that no pipe is in the way.
        var context = new DefaultHttpContext();
        context.Request.Method = "HEAD";
        if (acceptEncoding is not null)
            context.Request.Headers.AcceptEncoding = acceptEncoding;
        for (var round = 0; round < 100; round++)
            Assert.Equal(0, await responder.TrySendAsync(context, version, attributes, "a.css"));

        // All of it is done at once, on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
            _ = await responder.TrySendAsync(context, version, attributes, "a.css");
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;

        // The text of Content-Length, which the test's dictionary keeps as a string where the server writes digits.
        Assert.InRange(each, 0, 64);
        Assert.Equal(acceptEncoding is null ? "" : "gzip", context.Response.Headers.ContentEncoding.ToString());
    }
}
