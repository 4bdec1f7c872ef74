using Actors.Gateway.Platform;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Platform;

/// <summary>What the platform asks of instances: which script, which environ, and its line in the request log.</summary>
public sealed class LifecycleRequestsTests
{
    private const string Manual = "runtime: RUNTIME\nmanual_scaling:\n  instances: 1\nhandlers:\n- url: /static\n  static_dir: s\n- url: /.*\n  script: main.app\n";

    [Theory]
    [InlineData(LifecycleKind.Start, ":start main.app", "/_ah/start")]
    [InlineData(LifecycleKind.Stop, ":stop", "/_ah/stop")]
    [InlineData(LifecycleKind.Background, ":background", "/_ah/background")]
    public async Task It_comes_from_where_only_the_platform_can_be(LifecycleKind kind, string script, string path)
    {
        var yaml = Manual.Replace("RUNTIME", "python27\napi_version: 1\nthreadsafe: true", StringComparison.Ordinal);
        await using var gateway = await GatewayEnvironment.StartAsync(yaml);
        var request = gateway.Lifecycle.Make(Deployments.Of("shop", yaml), "abc", kind, kind == LifecycleKind.Background ? "77" : null)!;
        var frame = RequestFrameContent.Read(request.Frame, PythonGeneration.Python27);
        Assert.Equal((script, path, "0.1.0.3", "GET"), (frame.Script, frame.Environ["PATH_INFO"], frame.Environ["REMOTE_ADDR"], frame.Environ["REQUEST_METHOD"]));
        Assert.Equal(kind == LifecycleKind.Background ? "77" : null, frame.Environ.GetValueOrDefault("HTTP_X_APPENGINE_BACKGROUNDREQUEST"));
        Assert.Equal("default", frame.Environ["BACKEND_ID"]);

        Assert.Equal(404, request.Answered(new WorkerAnswer(Answer.Of("no", 404).Frame!)));

        var record = await gateway.RecordAsync();
        Assert.Equal((path, 404, "abc", "0.1.0.3"), (record.Resource, record.Status, record.Instance, record.Client!.ToString()));
    }

    [Theory]
    [InlineData("runtime: python3\n", false)]
    [InlineData("runtime: python3\ninbound_services:\n- warmup\n", true)]
    [InlineData("runtime: python3\ninbound_services:\n- warmup\nbasic_scaling:\n  max_instances: 2\n", false)]
    [InlineData("runtime: python3\ninbound_services:\n- warmup\nhandlers:\n- url: /app\n  script: auto\n", false)]
    public async Task Only_versions_that_are_scaled_automatically_and_ask_for_it_are_warmed_up(string yaml, bool isAsked)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(yaml);
        Assert.Equal(isAsked, gateway.Lifecycle.Make(Deployments.Of("shop", yaml), "abc", LifecycleKind.WarmUp) is not null);
    }

    [Fact]
    public async Task A_version_without_a_handler_for_it_is_not_asked_to_start()
    {
        const string yaml = "runtime: python3\nmanual_scaling:\n  instances: 1\nhandlers:\n- url: /app\n  script: auto\n";
        await using var gateway = await GatewayEnvironment.StartAsync(yaml);
        Assert.Null(gateway.Lifecycle.Make(Deployments.Of("shop", yaml), "abc", LifecycleKind.Start));
    }

    [Fact]
    public async Task What_was_not_answered_is_noted_with_its_reason()
    {
        var yaml = Manual.Replace("RUNTIME", "python3", StringComparison.Ordinal).Replace("main.app", "auto", StringComparison.Ordinal);
        await using var gateway = await GatewayEnvironment.StartAsync(yaml);
        gateway.Lifecycle.Make(Deployments.Of("shop", yaml), "abc", LifecycleKind.Stop)!.Failed("The worker was killed.");
        var record = await gateway.RecordAsync();
        Assert.Equal((500, "The worker was killed."), (record.Status, record.PlatformLine));
    }

    [Theory]
    [InlineData("/_ah/start")]
    [InlineData("/_ah/stop")]
    [InlineData("/_ah/background")]
    [InlineData("/_ah/%73top")]
    public async Task Nobody_else_can_make_such_a_request(string path)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);
        Assert.Equal(404, (await gateway.Platform.GetAsync(new PlatformRequest("shop.localhost", path), default, default))!.Status);
        Assert.Empty(gateway.Dispatched);
    }
}
