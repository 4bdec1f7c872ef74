using Actors.Grains;
using Actors.Grains.Workers;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>An instance grain from its start request to its shutdown, with a worker that answers when the test lets it.</summary>
public sealed class InstanceLifeTests
{
    private static readonly AppRequest Request = new([1, 2]);

    [Theory]
    [InlineData(200)]
    [InlineData(299)]
    [InlineData(404)]
    public async Task It_serves_when_its_start_request_is_answered(int status)
    {
        var silo = await InstanceSilo.CreateAsync();
        Assert.Equal((InstanceState.Starting, 3), ((await silo.Instance.Start(InstanceSilo.Version(true), 3)).State, (await silo.Instance.Describe(false)).Number));
        var start = await silo.AskedAsync("Start");
        Assert.Equal(AppOutcome.Gone, (await silo.Instance.Handle(Request)).Outcome);
        silo.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(silo.Time.GetUtcNow(), (await silo.Instance.Describe(false)).LastActive);
        start.Answer(status);
        await silo.UntilAsync(InstanceState.Serving);
        var served = silo.Instance.Handle(Request);
        (await silo.AskedAsync("Request")).Answer(0);
        Assert.Equal((AppOutcome.Served, false), ((await served).Outcome, (await served).IsFirst));
        await silo.CloseAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(199)]
    public async Task Any_other_answer_ends_it(int status)
    {
        var silo = await InstanceSilo.CreateAsync();
        await silo.Instance.Start(InstanceSilo.Version(true), null);
        (await silo.AskedAsync("Start")).Answer(status);
        await silo.UntilAsync(InstanceState.Gone);
        Assert.Equal(["killed"], silo.Happened);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task Where_no_handler_is_there_for_it_nothing_is_waited_for()
    {
        var silo = await InstanceSilo.CreateAsync();
        silo.NotAsked = LifecycleKind.Start;
        Assert.Equal(InstanceState.Serving, (await silo.Instance.Start(InstanceSilo.Version(true), null)).State);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task The_eleventh_background_thread_is_refused_until_one_has_ended()
    {
        var silo = await InstanceSilo.StartedAsync();
        var threads = new List<InstanceSilo.Asked>();
        for (var number = 0; number < 10; number++)
        {
            Assert.Equal(BackgroundOutcome.Started, (await silo.Instance.StartBackground()).Outcome);
            threads.Add(await silo.AskedAsync("Background"));
        }

        Assert.Equal(BackgroundOutcome.LimitReached, (await silo.Instance.StartBackground()).Outcome);
        silo.Time.Advance(TimeSpan.FromDays(2));
        var described = await silo.Instance.Describe(false);
        Assert.Equal(10, described.BackgroundThreads.Select(thread => thread.Id).Distinct().Count());
        Assert.All(described.BackgroundThreads, thread => Assert.Equal(TimeSpan.FromDays(2), thread.Running));
        Assert.Equal(silo.Time.GetUtcNow(), described.LastActive);

        threads[4].Answer(500);
        for (var patience = 0; (await silo.Instance.Describe(false)).BackgroundThreads.Count == 10 && patience < 1000; patience++)
            await Task.Yield();
        Assert.Equal(BackgroundOutcome.Started, (await silo.Instance.StartBackground()).Outcome);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task Automatic_scaling_has_neither_threads_nor_start_and_stop_requests()
    {
        var silo = await InstanceSilo.StartedAsync(runsLong: false);
        Assert.Equal(BackgroundOutcome.ScaledAutomatically, (await silo.Instance.StartBackground()).Outcome);
        await silo.Instance.Drain("of a test");
        await silo.UntilAsync(InstanceState.Gone);
        Assert.Equal(["stopped"], silo.Happened);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task When_it_drains_its_requests_end_first_then_it_is_asked_to_stop_then_its_threads_end()
    {
        var silo = await InstanceSilo.StartedAsync();
        await silo.Instance.StartBackground();
        var thread = await silo.AskedAsync("Background");
        var served = silo.Instance.Handle(Request);
        var request = await silo.AskedAsync("Request");

        await silo.Instance.Drain("of a test");
        Assert.Equal(AppOutcome.Gone, (await silo.Instance.Handle(Request)).Outcome);
        request.Answer(0);
        await served;
        var stop = await silo.AskedAsync("Stop");
        Assert.Equal(BackgroundOutcome.Ending, (await silo.Instance.StartBackground()).Outcome);
        stop.Answer(200);
        Assert.Empty(silo.Happened);
        thread.Answer(200);

        await silo.UntilAsync(InstanceState.Gone);
        Assert.Equal(["stopped"], silo.Happened);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task A_thread_that_does_not_end_is_cut_off_after_the_grace()
    {
        var silo = await InstanceSilo.StartedAsync();
        await silo.Instance.StartBackground();
        await silo.AskedAsync("Background");
        await silo.Instance.Drain("of a test");
        (await silo.AskedAsync("Stop")).Answer(200);
        silo.Time.Advance(TimeSpan.FromSeconds(29));
        await silo.Instance.Describe(false);
        Assert.Empty(silo.Happened);
        silo.Time.Advance(TimeSpan.FromSeconds(2));
        await silo.UntilAsync(InstanceState.Gone);
        Assert.Equal(["stopped"], silo.Happened);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task One_that_still_starts_is_asked_to_stop_beside_its_start_request()
    {
        var silo = await InstanceSilo.CreateAsync();
        await silo.Instance.Start(InstanceSilo.Version(true), null);
        var start = await silo.AskedAsync("Start");
        await silo.Instance.Drain("of a test");
        (await silo.AskedAsync("Stop")).Answer(200);
        start.Answer(200);
        await silo.UntilAsync(InstanceState.Gone);
        Assert.Equal(["stopped"], silo.Happened);
        await silo.CloseAsync();
    }

    [Fact]
    public async Task When_the_silo_stops_its_instances_are_asked_to_stop_too_and_threads_that_go_on_do_not_hold_it_up()
    {
        var silo = await InstanceSilo.StartedAsync();
        await silo.Instance.StartBackground();
        await silo.AskedAsync("Background");
        var stopping = silo.StopAsync();
        (await silo.AskedAsync("Stop")).Answer(200);
        Assert.Empty(silo.Happened);
        await silo.CloseAsync();
        await stopping;
        Assert.Equal(["stopped"], silo.Happened);
    }

    [Fact]
    public async Task A_warm_up_is_waited_for_whatever_it_says_but_not_for_ever()
    {
        var silo = await InstanceSilo.StartedAsync(runsLong: false);
        var first = silo.Instance.WarmUp();
        (await silo.AskedAsync("WarmUp")).Answer(503);
        await first;
        var described = await silo.Instance.Describe(false);
        Assert.Equal((1, 1), (described.Requests, described.Errors));
        var second = silo.Instance.WarmUp();
        var slow = await silo.AskedAsync("WarmUp");
        Assert.False(second.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        await second;
        Assert.Equal((InstanceState.Serving, 1), ((await silo.Instance.Describe(false)).State, (await silo.Instance.Describe(false)).InFlight));
        slow.Answer(200);
        silo.NotAsked = LifecycleKind.WarmUp;
        await silo.Instance.WarmUp();
        await silo.CloseAsync();
    }
}
