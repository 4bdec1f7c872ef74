using Actors.Engine.Tests;
using Actors.Runtimes.Frames;
using Actors.Services.UrlFetch.Contract;

namespace Actors.Services.Tests;

/// <summary>The registry: App Engine's outcome for each thing that can be wrong with a call.</summary>
public sealed class ApiServicesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_call_is_answered_by_its_service_and_method()
    {
        var reply = await CallAsync("echo", "Echo", [1, 2, 3]);

        Assert.Equal(ApiOutcome.Ok, reply.Outcome);
        Assert.Equal([1, 2, 3], reply.Response.ToArray());
    }

    [Theory]
    [InlineData("nothing", "Echo", "There is no service nothing here.")]
    [InlineData("Echo", "Echo", "There is no service Echo here.")]
    [InlineData("echo", "echo", "The service echo has no method echo.")]
    public async Task What_is_not_there_is_call_not_found(string service, string method, string detail)
    {
        var reply = await CallAsync(service, method, []);

        Assert.Equal((ApiOutcome.RpcError, 1, detail), (reply.Outcome, reply.Code, reply.Detail));
    }

    [Fact]
    public async Task A_request_over_the_methods_limit_is_too_large()
    {
        Assert.Equal(ApiOutcome.Ok, (await CallAsync("echo", "Echo", new byte[8])).Outcome);
        var reply = await CallAsync("echo", "Echo", new byte[9]);

        Assert.Equal((ApiOutcome.RpcError, 5), (reply.Outcome, reply.Code));
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[0])]
    public async Task What_is_not_the_methods_message_is_a_parse_error(byte[] request)
    {
        var reply = await CallAsync("echo", "Read", request);

        Assert.Equal((ApiOutcome.RpcError, 2), (reply.Outcome, reply.Code));
        Assert.Contains("echo.Read", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_services_own_error_keeps_its_number()
    {
        var reply = await CallAsync("echo", "Refuse", []);

        Assert.Equal((ApiOutcome.ApplicationError, 17, "Not today."), (reply.Outcome, reply.Code, reply.Detail));
    }

    [Fact]
    public async Task At_its_deadline_a_call_is_over()
    {
        var call = CallAsync("echo", "Wait", [], 250).AsTask();
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        var reply = await call;

        Assert.Equal((ApiOutcome.RpcError, 12), (reply.Outcome, reply.Code));
    }

    [Fact]
    public async Task The_end_of_the_worker_is_no_deadline()
    {
        using var gone = new CancellationTokenSource();
        var call = Registry().CallAsync(Calls.Caller(), Calls.Of("echo", "Wait", [], 250), gone.Token).AsTask();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task What_a_service_did_not_mean_to_throw_is_the_callers_to_log() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => CallAsync("echo", "Break", []).AsTask());

    [Fact]
    public void Two_services_cannot_have_one_name() => Assert.Throws<ArgumentException>(() => new ApiServices([new Echo(), new Echo()], _time));

    private ApiServices Registry() => new([new Echo()], _time);

    private ValueTask<ApiReply> CallAsync(string service, string method, byte[] request, long deadline = 60_000) =>
        Registry().CallAsync(Calls.Caller(), Calls.Of(service, method, request, deadline), CancellationToken.None);

    private sealed class Echo : IApiService
    {
        public string Name => "echo";

        public IReadOnlyDictionary<string, ApiMethod> Methods { get; } = new Dictionary<string, ApiMethod>
        {
            ["Echo"] = new((_, call, _) => ValueTask.FromResult(ApiReply.Ok(call.Request)), MaxRequest: 8),
            ["Read"] = new((_, call, _) => ValueTask.FromResult(URLFetchRequest.Parser.Read(call).ToReply())),
            ["Refuse"] = new((_, _, _) => throw new ApplicationErrorException(17, "Not today.")),
            ["Break"] = new((_, _, _) => throw new InvalidOperationException("broken")),
            ["Wait"] = new(async (_, _, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return ApiReply.Ok(default);
            }),
        };
    }
}
