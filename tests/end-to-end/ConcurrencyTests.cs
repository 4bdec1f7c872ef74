namespace Actors.EndToEnd.Tests;

[Trait("Category", "Slow")]
public sealed class ConcurrencyTests(ConcurrencyApps apps) : IClassFixture<ConcurrencyApps>
{
    [Fact]
    public async Task A_threadsafe_app_has_several_requests_in_one_instance()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("many");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetStringAsync("/")));

        Assert.Contains(answers, answer => int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 1);
        Assert.Single(answers.Select(answer => answer.Split(' ')[0]).Distinct());
    }

    [Fact]
    public async Task An_app_that_is_not_threadsafe_has_one_request_at_a_time_in_each_instance()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("single");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.GetStringAsync("/")));

        Assert.All(answers, answer => Assert.EndsWith(" 1", answer, StringComparison.Ordinal));
        Assert.Equal(3, answers.Select(answer => answer.Split(' ')[0]).Distinct().Count());
    }

    [Theory]
    [InlineData(ConcurrencyApps.Automatic)]
    [InlineData(ConcurrencyApps.Basic)]
    [InlineData(ConcurrencyApps.Manual)]
    public async Task No_more_instances_run_than_app_yaml_allows(string scaling)
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client(ConcurrencyApps.Few(scaling));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.GetStringAsync("/")));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task More_requests_than_slots_wait_their_turn_and_all_are_served()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("queue");

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => client.GetStringAsync("/")));

        Assert.All(answers, answer => Assert.Equal("ok", answer));
        Assert.InRange((await silo.InstancesAsync("queue")).Length, 1, 2);
    }

    [Fact]
    public async Task Instances_vanish_when_idle_and_come_back_with_the_next_request()
    {
        using var app = AppDirectory.Python3("idle", """
            import os
            def app(environ, start_response):
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [('ok in ' + os.environ['GAE_INSTANCE']).encode()]
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Instances__IdleTimeout", "00:00:00.5"));
        using var client = silo.Client();
        var first = await client.GetStringAsync("/");

        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Length == 0, "the idle instance stays");
        var second = await client.GetStringAsync("/");

        // They say themselves who they are: on a busy machine they are gone before anybody else can be asked.
        Assert.StartsWith("ok in ", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        Assert.InRange((await silo.InstancesAsync()).Length, 0, 1);
    }

    [Fact]
    public async Task A_full_pending_queue_answers_503_and_loses_nobody_else()
    {
        using var app = AppDirectory.Python3("full", """
            import time
            def app(environ, start_response):
                time.sleep(0.2)
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [b'ok']
            """, "threadsafe: false\n");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Instances__MaxInstances", "1"), ("Instances__PendingLimit", "3"));
        using var client = silo.Client();
        await client.GetStringAsync("/");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (int)(await client.GetAsync("/")).StatusCode));

        Assert.All(statuses, status => Assert.True(status is 200 or 503));
        Assert.Contains(503, statuses);
        Assert.InRange(statuses.Count(status => status == 200), 4, 11);
    }
}
