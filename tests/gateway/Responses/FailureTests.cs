using System.Globalization;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Responses;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Responses;

/// <summary>What a client gets when the platform fails, and what the log says.</summary>
public class FailureTests
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n";
    private const string Python3 = "runtime: python3\nhandlers: [{url: /.*, script: auto}]\n";
    private const string Pages = "error_handlers: [{file: sorry.html}, {error_code: timeout, file: late.txt, mime_type: text/plain}, {error_code: over_quota, file: quota.html}]\n";
    private const string TooLong = "Request was aborted after waiting too long to attempt to service your request.";

    [Theory]
    [InlineData(Python3, "", 503)]
    [InlineData(Python27, "", 500)]
    [InlineData(Python27, "basic_scaling: {max_instances: 1}\n", 503)]
    [InlineData(Python27, "manual_scaling: {instances: 1}\n", 503)]
    public async Task What_waited_too_long_says_so_in_App_Engines_words(string appYaml, string scaling, int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(appYaml + scaling);
        gateway.App = _ => new DispatchResult(DispatchOutcome.WaitedTooLong, null, TooLong);

        Assert.Equal(status, (await gateway.GetAsync("/")).Status);
        Assert.Equal(TooLong, (await gateway.RecordAsync()).PlatformLine);
    }

    [Fact]
    public async Task A_version_that_is_gone_is_404()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.Write("sorry.html", "sorry");
        gateway.App = _ => new DispatchResult(DispatchOutcome.NoVersion, null, "The version is not there any more.");

        Assert.Equal((404, false), await AnswerAsync(gateway));
    }

    [Theory]
    [InlineData(DispatchOutcome.Failed, 500, "sorry", "text/html")]
    [InlineData(DispatchOutcome.Unavailable, 503, "sorry", "text/html")]
    [InlineData(DispatchOutcome.WaitedTooLong, 503, "late", "text/plain")]
    public async Task The_apps_own_page_is_sent_for_a_failure(DispatchOutcome outcome, int status, string text, string type)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.Write("sorry.html", "sorry");
        gateway.Write("late.txt", "late");
        gateway.App = _ => new DispatchResult(outcome, null, "Summary.");

        var response = await gateway.GetAsync("/");

        Assert.Equal((status, text, type, "no-cache"), (response.Status, response.Text, response["Content-Type"], response["Cache-Control"]));
        var head = await gateway.SendAsync("HEAD / HTTP/1.1");
        Assert.Equal((status, "", text.Length.ToString(CultureInfo.InvariantCulture)), (head.Status, head.Text, head["Content-Length"]));
    }

    [Fact]
    public async Task An_app_that_fails_without_an_answer_has_its_page_shown_when_deployed()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.Write("sorry.html", "sorry");
        gateway.App = _ => Answer.Of("Traceback"u8.ToArray(), 500, error: ResponseError.AppFailure);

        Assert.Equal("sorry", (await gateway.GetAsync("/")).Text);

        gateway.App = _ => Answer.Of("its own", 500);
        Assert.Equal("its own", (await gateway.GetAsync("/")).Text);
    }

    [Fact]
    public async Task A_page_is_read_once()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.Write("sorry.html", "first");
        gateway.App = _ => new DispatchResult(DispatchOutcome.Failed, null, "Summary.");
        await gateway.GetAsync("/");
        gateway.Write("sorry.html", "second");

        Assert.Equal("first", (await gateway.GetAsync("/")).Text);
    }

    [Theory]
    [InlineData(10_239, true)]
    [InlineData(10_240, false)]
    public async Task A_page_has_fewer_than_10_KiB(int length, bool isUsed)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.Write("sorry.html", new string('s', length));
        gateway.App = _ => new DispatchResult(DispatchOutcome.Failed, null, "Summary.");

        Assert.Equal((500, isUsed), await AnswerAsync(gateway));
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_not_used()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages);
        gateway.App = _ => new DispatchResult(DispatchOutcome.Failed, null, "Summary.");

        var response = await gateway.GetAsync("/");

        Assert.Equal(500, response.Status);
        Assert.Contains("Server Error", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_and_paths_that_lead_out_of_a_deployed_app_lead_nowhere()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + "error_handlers: [{file: out.html}, {error_code: timeout, file: ../out.html}]\n");
        var outside = Path.GetTempFileName();
        try
        {
            File.WriteAllText(outside, "secret");
            File.CreateSymbolicLink(Path.Combine(gateway.Root, "out.html"), outside);
            gateway.App = _ => new DispatchResult(DispatchOutcome.WaitedTooLong, null, "Summary.");

            Assert.DoesNotContain("secret", (await gateway.GetAsync("/")).Text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public void Each_kind_of_failure_has_its_page_and_default_stands_in()
    {
        using var root = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(root.Path, "a"), "default");
        File.WriteAllText(Path.Combine(root.Path, "b"), "quota");
        File.WriteAllText(Path.Combine(root.Path, "c"), "blocked");
        var appYaml = Python3 + "error_handlers: [{file: a}, {error_code: over_quota, file: b}, {error_code: dos_api_denial, file: c}]\n";
        var pages = VersionRoute.Compile(Deployments.Of("shop", appYaml) with { StaticTree = root.Path }).ErrorPages;

        Assert.Equal(
            ["default", "quota", "blocked", "default"],
            new[] { PlatformFailure.Other, PlatformFailure.OverQuota, PlatformFailure.Blocked, PlatformFailure.Timeout }.Select(failure => System.Text.Encoding.ASCII.GetString(pages.For(failure)!.Content)));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Too_large_an_answer_is_an_empty_500_and_developers_see_why(bool development, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python3 + Pages, development);
        gateway.App = _ => Answer.Of("The response has 33554433 bytes"u8.ToArray(), 500, error: ResponseError.ResponseTooLarge);

        var response = await gateway.GetAsync("/");

        Assert.Equal((500, expected), (response.Status, response.Text.Contains("33554433", StringComparison.Ordinal) ? 1 : response.Body.Length));
    }

    [Fact]
    public async Task A_request_that_started_its_instance_says_so_in_its_log()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok"u8.ToArray(), logs: [(AppLogLevel.Warning, "mine")]) with { IsLoadingRequest = true };

        await gateway.GetAsync("/");

        var lines = (await gateway.RecordAsync()).AppLines;
        Assert.Equal([AppLogLevel.Warning, AppLogLevel.Info], lines.Select(line => line.Level));
        Assert.StartsWith("This request caused a new process to be started for your application", lines[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "No handlers matched this URL.")]
    [InlineData(false, null)]
    public async Task A_developer_reads_that_no_handler_matched(bool development, string? line)
    {
        await using var gateway = await GatewayEnvironment.StartAsync("runtime: python3\nhandlers: [{url: /a, script: auto}]\n", development);

        Assert.Equal(404, (await gateway.GetAsync("/b")).Status);
        Assert.Equal(line, (await gateway.RecordAsync()).PlatformLine);
    }

    private static async Task<(int Status, bool IsOwnPage)> AnswerAsync(GatewayEnvironment gateway)
    {
        var response = await gateway.GetAsync("/");
        return (response.Status, response.Text.StartsWith('s'));
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("actors-pages").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
