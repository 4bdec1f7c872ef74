using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Actors.Services.UrlFetch;
using Actors.Services.UrlFetch.Contract;
using static Actors.Services.UrlFetch.Contract.URLFetchRequest.Types;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Sizes and times.</summary>
public sealed class FetchLimitTests(Web web) : IClassFixture<Web>, IDisposable
{
    private const int Limit = 100_000;
    private readonly Fetching _fetching = new(Options());

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData("/bytes", Limit, false)]
    [InlineData("/bytes", Limit + 1, true)]
    [InlineData("/gzip", Limit, false)]
    [InlineData("/gzip", Limit + 1, true)]
    public async Task A_body_is_cut_off_at_the_limit_and_said_to_be(string path, int count, bool truncated)
    {
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url($"{path}?count={count}")));

        Assert.Equal((Limit, truncated), (response.Content.Length, response.ContentWasTruncated));
    }

    [Fact]
    public async Task A_gzip_bomb_is_stopped_while_it_is_read()
    {
        // 100 GB of zeros are 100 MB compressed: more than the deadline leaves time for, if anybody read on.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var response = await _fetching.FetchAsync(Fetching.Request(web.Url("/gzip?count=100000000000")));

        Assert.True(response.ContentWasTruncated);
        Assert.Equal(Limit, response.Content.Length);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
        Assert.Equal(0, _fetching.Service.UsageOf("shop").Buffered);
    }

    [Fact]
    public async Task The_limits_are_app_engines()
    {
        using var fetching = new Fetching();
        var response = await fetching.FetchAsync(Fetching.Request(web.Url($"/bytes?count={(32 << 20) + 1}")));
        Assert.Equal((32 << 20, true), (response.Content.Length, response.ContentWasTruncated));

        var request = Fetching.Request(web.Url("/echo"), RequestMethod.Post, new string('x', 10 << 20));
        await fetching.FetchAsync(request);
        var (code, _) = await fetching.FailAsync(Fetching.Request(web.Url("/echo"), RequestMethod.Post, new string('x', (10 << 20) + 1)));
        Assert.Equal(ErrorCode.PayloadTooLarge, code);
    }

    [Fact]
    public async Task Headers_without_an_end_are_too_large() => Assert.Equal(
        ErrorCode.ResponseTooLarge,
        (await _fetching.FailAsync(Fetching.Request($"http://127.0.0.1:{web.Raw($"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\n\r\n")}/"))).Code);

    [Theory]
    [InlineData(null, 5)]
    [InlineData(12.5, 12.5)]
    [InlineData(500.0, 60)]
    public async Task A_slow_server_is_left_at_the_deadline(double? asked, double seconds)
    {
        var request = Fetching.Request($"http://127.0.0.1:{web.Raw(null)}/");
        if (asked is { } value)
            request.Deadline = value;
        var call = _fetching.CallAsync("Fetch", request);
        _fetching.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _fetching.Time.Advance(TimeSpan.FromMilliseconds(1));
        var reply = await call;

        // At 60 s the call itself is over too; one of both is told.
        Assert.Contains((reply.Outcome, reply.Code), new[] { (ApiOutcome.ApplicationError, (int)ErrorCode.DeadlineExceeded), (ApiOutcome.RpcError, 12) });
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    public async Task A_deadline_that_is_over_is_over(double asked)
    {
        var request = Fetching.Request(web.Url("/echo"));
        request.Deadline = asked;
        var call = _fetching.FailAsync(request);
        _fetching.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ErrorCode.DeadlineExceeded, (await call).Code);
    }

    [Fact]
    public async Task A_fetch_that_was_given_up_ends_and_only_for_its_own_instance()
    {
        var request = Fetching.Request($"http://127.0.0.1:{web.Raw(null)}/");
        request.Ticket = "t1";
        var call = _fetching.CallAsync("Fetch", request);

        await _fetching.CallAsync("Cancel", new URLFetchCancelRequest { Ticket = "t1" }, instance: "i2");
        await _fetching.CallAsync("Cancel", new URLFetchCancelRequest { Ticket = "t2" });
        Assert.False(call.IsCompleted);
        await _fetching.CallAsync("Cancel", new URLFetchCancelRequest { Ticket = "t1" });
        var reply = await call;
        Assert.Equal((ApiOutcome.RpcError, 10), (reply.Outcome, reply.Code));
    }

    [Fact]
    public async Task One_app_cannot_use_up_connections_or_memory_for_all()
    {
        using var fetching = new Fetching(Options(connections: 1, buffered: 1 << 20));
        var slow = Fetching.Request($"http://127.0.0.1:{web.Raw(null)}/");
        slow.Ticket = "slow";
        var waiting = fetching.CallAsync("Fetch", slow);
        while (fetching.Service.UsageOf("shop").Connections == 0)
            await Task.Yield();

        Assert.Equal(ErrorCode.InternalTransientError, (await fetching.FailAsync(Fetching.Request(web.Url("/echo")))).Code);
        Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request(web.Url("/echo")), app: "other")).StatusCode);
        await fetching.CallAsync("Cancel", new URLFetchCancelRequest { Ticket = "slow" });
        await waiting;
        while (fetching.Service.UsageOf("shop").Connections > 0)
            await Task.Yield();

        fetching.Service.UsageOf("shop").Buffer(1 << 20);
        Assert.Equal(ErrorCode.InternalTransientError, (await fetching.FailAsync(Fetching.Request(web.Url("/echo")))).Code);
        fetching.Service.UsageOf("shop").Buffer(-(1 << 20));
        Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request(web.Url("/echo")))).StatusCode);
    }

    [Fact]
    public async Task All_apps_together_cannot_use_up_the_descriptors_of_the_silo()
    {
        long used = 100;
        using var fetching = new Fetching(Options(), new OpenFiles(1000, () => used));
        Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request(web.Url("/echo")))).StatusCode);
        used = 940;
        var (code, detail) = await fetching.FailAsync(Fetching.Request($"http://127.0.0.1:{web.Raw(null)}/"));
        Assert.Equal((ErrorCode.InternalTransientError, "The platform has too many connections open; try again when some have ended."), (code, detail));
        Assert.Equal(1, fetching.Service.UsageOf("shop").Connections);
    }

    private static UrlFetchOptions Options(int connections = 500, long buffered = 256 << 20) =>
        new() { AllowedNetworks = ["127.0.0.1"], MaxResponseBody = Limit, MaxConnections = connections, MaxBuffered = buffered };
}
