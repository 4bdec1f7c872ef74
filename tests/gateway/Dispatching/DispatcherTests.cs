using Actors.Gateway.Dispatching;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>The dispatcher, the version grain and instance grains together.</summary>
public sealed class DispatcherTests
{
    private static readonly TimeSpan LongEnoughToBeForgotten = TimeSpan.FromSeconds(65);

    [Fact]
    public async Task The_first_request_starts_an_instance_and_later_ones_use_it()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2);
        for (var i = 0; i < 5; i++)
            Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal(5, Assert.Single(silo.Started).Served);
    }

    [Fact]
    public async Task After_a_quiet_minute_requests_find_the_slots_that_were_leased_before()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 2);
        await silo.RequestAsync();
        for (var i = 0; i < 3; i++)
        {
            await silo.PassAsync(LongEnoughToBeForgotten);
            Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        }

        Assert.Single(silo.Started);
    }

    [Fact]
    public async Task After_a_quiet_minute_no_instance_is_started_beside_one_that_is_free()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 4, slots: 2);
        await silo.RequestAsync();
        await silo.PassAsync(LongEnoughToBeForgotten);
        await silo.RequestAsync();
        Assert.Single(silo.Started);
    }

    [Fact]
    public async Task A_request_that_lasts_through_a_quiet_minute_keeps_its_slot()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 2);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.Hold();
        var lasting = silo.RequestAsync();
        await silo.PassAsync(LongEnoughToBeForgotten);
        var more = Enumerable.Range(0, 5).Select(_ => silo.RequestAsync()).ToArray();
        worker.LetGo();
        Assert.All(await Task.WhenAll([lasting, .. more]), result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        Assert.InRange(worker.Most, 1, 2);
    }

    [Fact]
    public async Task Never_more_requests_at_a_time_than_slots_and_everybody_is_served()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 3, slots: 2);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => silo.RequestAsync()));
        Assert.All(results, result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        Assert.All(silo.Started, worker => Assert.InRange(worker.Most, 0, 2));
        Assert.InRange(silo.Started.Count, 1, 3);
        Assert.Equal(200, silo.Started.Sum(worker => worker.Served));
    }

    [Fact]
    public async Task The_death_of_a_worker_fails_its_request_and_the_next_one_gets_another()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 1);
        await silo.RequestAsync();
        var first = Assert.Single(silo.Started);
        first.Hold();
        var failing = silo.RequestAsync();
        first.Die();
        Assert.Equal(DispatchOutcome.Failed, (await failing).Outcome);
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal(2, silo.Started.Count);
    }

    [Fact]
    public async Task A_new_deployment_gets_new_instances()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 2, slots: 1);
        await silo.RequestAsync();
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.DeployAsync(slots: 1);
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal([1, 1], silo.Started.Select(worker => worker.Served));
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_told_so()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 1);
        await silo.RequestAsync();
        var worker = Assert.Single(silo.Started);
        worker.Hold();
        var served = silo.RequestAsync();
        var waiting = silo.RequestAsync();
        await silo.PassAsync(TimeSpan.FromSeconds(15));
        var refused = await waiting;
        Assert.Equal(DispatchOutcome.WaitedTooLong, refused.Outcome);
        Assert.Contains("aborted after waiting too long", refused.Summary, StringComparison.Ordinal);
        worker.LetGo();
        Assert.Equal(DispatchOutcome.Served, (await served).Outcome);
    }

    [Fact]
    public async Task A_silo_that_stops_starts_nothing_any_more_and_says_to_try_again()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 1, slots: 1);
        silo.BeginToStop();
        var refused = await silo.RequestAsync();
        Assert.Equal((DispatchOutcome.Unavailable, "The server is being stopped."), (refused.Outcome, refused.Explanation));
        Assert.Empty(silo.Started);
    }
}
