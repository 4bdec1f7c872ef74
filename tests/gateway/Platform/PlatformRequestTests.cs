using Actors.Gateway.Dispatching;
using Actors.Gateway.Platform;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Platform;

public sealed class PlatformRequestTests
{
    private const string Yaml = "runtime: RUNTIME\nhandlers:\n- url: /tasks/.*\n  script: auto\n  login: admin\n  secure: always\n";
    private static readonly PreEncodedKey Cron = new("HTTP_X_APPENGINE_CRON");

    [Fact]
    public async Task It_passes_admin_and_secure_and_carries_what_only_the_platform_may_say()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml.Replace("RUNTIME", "python3", StringComparison.Ordinal));
        var answer = await gateway.Platform.GetAsync(new PlatformRequest(gateway.Platform.HostOf("shop", null), "/tasks/a%20b?c=d").With(Cron, "true"), default, default);
        Assert.Equal(200, answer!.Status);
        Assert.Matches("^[0-9a-f]{64}$", answer.RequestId);
        var environ = gateway.Dispatched.Single().Environ;
        Assert.Equal(("true", "0.1.0.2", "/tasks/a b", "c=d", "GET"), (environ["HTTP_X_APPENGINE_CRON"], environ["REMOTE_ADDR"], environ["PATH_INFO"], environ["QUERY_STRING"], environ["REQUEST_METHOD"]));
        Assert.Equal("0.1.0.2", (await gateway.RecordAsync()).Client!.ToString());
    }

    [Fact]
    public async Task What_is_given_up_before_an_app_is_reached_has_no_answer_least_of_all_a_good_one()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        using var patience = new CancellationTokenSource();
        gateway.App = _ =>
        {
            patience.Cancel();
            throw new OperationCanceledException(patience.Token);
        };
        Assert.Null(await gateway.Platform.GetAsync(new PlatformRequest("shop.localhost", "/"), patience.Token, default));
    }

    [Fact]
    public async Task A_stop_is_no_answer_either()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        using var stop = new CancellationTokenSource();
        gateway.App = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.Platform.GetAsync(new PlatformRequest("shop.localhost", "/"), default, stop.Token));
    }

    [Fact]
    public async Task An_app_without_an_instance_is_a_failure_with_a_reason()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => new DispatchResult(DispatchOutcome.Unavailable, null, "Too many requests are waiting.");
        var answer = await gateway.Platform.GetAsync(new PlatformRequest("shop.localhost", "/"), default, default);
        Assert.Equal((503, "Too many requests are waiting."), (answer!.Status, answer.Note));
    }

    [Theory]
    [InlineData(null, "shop.localhost")]
    [InlineData("backend", "backend.shop.localhost")]
    [InlineData("backend:v1", "v1.backend.shop.localhost")]
    public async Task A_target_is_a_part_of_the_host(string? target, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        Assert.Equal(expected, gateway.Platform.HostOf("shop", target));
    }
}
