using Actors.Gateway.Dispatching;
using Actors.Grains;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>Manual and basic scaling: instances with numbers.</summary>
public sealed class NumberedInstanceTests
{
    private static readonly ScalingSettings Manual = new() { Kind = ScalingKind.Manual, MinInstances = 3, MaxInstances = 3 };
    private static readonly ScalingSettings Basic = new() { Kind = ScalingKind.Basic, MaxInstances = 2, IdleTimeout = TimeSpan.FromMinutes(5) };

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Manual_scaling_runs_its_instances_from_the_deployment_on_and_one_that_dies_is_there_again_at_once()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 2, scaling: Manual);
        await silo.SettleAsync();
        Assert.Equal([0, 1, 2], await NumbersAsync(silo));
        await silo.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, silo.Started.Count);

        (await WorkerAsync(silo, 1)).Die();
        await silo.SettleAsync();
        Assert.Equal([0, 1, 2], await NumbersAsync(silo));
        Assert.Equal(4, silo.Started.Count);
        Assert.Equal(["manual scaling with 3 instances, of which 2 run", "manual scaling with 3 instances"], (await silo.Version.Decisions()).Select(decision => decision.Why));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Manual_instances_that_die_again_and_again_are_started_less_and_less_often()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 2, scaling: Manual with { MinInstances = 1, MaxInstances = 1 });
        await silo.SettleAsync();
        for (var second = 0; second < 60; second++)
        {
            foreach (var worker in silo.Started)
                worker.Die();
            await silo.SettleAsync();
            await silo.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(silo.Started.Count, 11, 20);
        await silo.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single(await silo.Version.Instances());
    }

    [Fact]
    public async Task One_instance_is_asked_by_its_number_or_id_and_refuses_at_once_when_it_cannot_serve()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 1, scaling: Manual, set: options => options.Allowance = 0);
        await silo.SettleAsync();
        for (var time = 0; time < 4; time++)
            Assert.Equal(await IdAsync(silo, 2), (await AskAsync(silo, "2")).Instance);
        Assert.Equal(await IdAsync(silo, 0), (await AskAsync(silo, await IdAsync(silo, 0))).Instance);
        Assert.Equal(DispatchOutcome.Unavailable, (await AskAsync(silo, "3")).Outcome);
        Assert.Equal(DispatchOutcome.Unavailable, (await AskAsync(silo, "nobody")).Outcome);
        Assert.Equal(DispatchOutcome.Unavailable, (await AskAsync(silo, new string('0', 36))).Outcome); // an id, not number 0

        var worker = await WorkerAsync(silo, 1);
        worker.Hold();
        var lasting = AskAsync(silo, "1");
        await silo.SettleAsync();
        var refused = await AskAsync(silo, "1");
        Assert.Equal((DispatchOutcome.Unavailable, "The host names instance 1, which has as many requests as it takes."), (refused.Outcome, refused.Summary));
        worker.LetGo();
        Assert.Equal(DispatchOutcome.Served, (await lasting).Outcome);
    }

    [Fact]
    public async Task A_number_means_the_instance_that_has_it_now_also_to_a_gateway_that_has_not_heard_of_it()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 1, scaling: Manual);
        await silo.SettleAsync();
        var gateway = silo.DeafDispatcher();
        var before = await IdAsync(silo, 1);
        Assert.Equal(before, (await AskAsync(silo, "1", gateway)).Instance);

        Assert.True(await silo.Version.KillInstance(before));
        await silo.SettleAsync();
        var after = await IdAsync(silo, 1);
        Assert.NotEqual(before, after);
        var answer = await AskAsync(silo, "1", gateway);
        Assert.Equal((DispatchOutcome.Served, after), (answer.Outcome, answer.Instance));

        // An id is never another instance's.
        Assert.Equal(DispatchOutcome.Unavailable, (await AskAsync(silo, before, gateway)).Outcome);
    }

    [Fact]
    public async Task A_number_whose_instance_has_gone_and_is_not_replaced_yet_is_refused_and_served_when_it_is()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 1, scaling: Manual);
        await silo.SettleAsync();
        var gateway = silo.DeafDispatcher();
        Assert.Equal(DispatchOutcome.Served, (await AskAsync(silo, "1", gateway)).Outcome);
        silo.StartTime = TimeSpan.FromSeconds(2);
        Assert.True(await silo.Version.KillInstance(await IdAsync(silo, 1)));
        await silo.SettleAsync();
        var refused = await AskAsync(silo, "1", gateway);
        Assert.Equal((DispatchOutcome.Unavailable, "The host names instance 1, which does not serve at the moment."), (refused.Outcome, refused.Summary));

        await silo.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(await IdAsync(silo, 1), (await AskAsync(silo, "1", gateway)).Instance);
    }

    [Fact]
    public async Task Basic_scaling_starts_an_instance_when_none_is_free_and_ends_it_when_idle()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 1, scaling: Basic);
        await silo.SettleAsync();
        Assert.Empty(silo.Started);
        await silo.RequestAsync();
        silo.Started.Single().Hold();
        var lasting = silo.RequestAsync();
        await silo.SettleAsync();
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
        Assert.Equal([0, 1], await NumbersAsync(silo));
        Assert.Equal("1 request waits and no instance is free", (await silo.Version.Decisions())[0].Why);
        silo.Started.First().LetGo();
        await lasting;

        await silo.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal([0, 1], await NumbersAsync(silo));
        await silo.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(await silo.Version.Instances());
        Assert.Equal("no request for 300 s", (await silo.Version.Decisions())[0].Why);
    }

    [Fact]
    public async Task A_backend_that_fails_fast_lets_nobody_wait_but_for_an_instance_that_starts()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 1, scaling: Basic, backend: new BackendSettings(true, FailsFast: true));
        silo.StartsAreHeld = true;
        var (first, second) = (silo.RequestAsync(), silo.RequestAsync());
        await silo.SettleAsync();
        await silo.PassAsync(TimeSpan.FromSeconds(1)); // their start requests are made
        await silo.SettleAsync();
        Assert.Equal("Every instance of this backend is busy.", (await silo.RequestAsync()).Summary); // both instances that there may be start for others
        silo.StartsAreHeld = false;
        foreach (var worker in silo.Started)
            worker.LetGo();
        Assert.Equal([DispatchOutcome.Served, DispatchOutcome.Served], [(await first).Outcome, (await second).Outcome]);

        foreach (var worker in silo.Started)
            worker.Hold();
        var lasting = new[] { silo.RequestAsync(), silo.RequestAsync() };
        await silo.SettleAsync();
        Assert.Equal(DispatchOutcome.Unavailable, (await silo.RequestAsync()).Outcome);
        foreach (var worker in silo.Started)
            worker.LetGo();
        Assert.All(await Task.WhenAll(lasting), result => Assert.Equal(DispatchOutcome.Served, result.Outcome));
        Assert.Equal(DispatchOutcome.Served, (await silo.RequestAsync()).Outcome);
    }

    [Fact]
    public async Task An_instance_whose_start_lasts_serves_when_it_says_so_and_no_other_is_started_for_who_waits()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 2, scaling: Basic);
        silo.StartsAreHeld = true;
        var waits = silo.RequestAsync();
        await silo.PassAsync(TimeSpan.FromSeconds(8));
        var worker = Assert.Single(silo.Started);
        Assert.Equal(InstanceState.Starting, Assert.Single(await silo.Version.Instances()).State);
        Assert.Equal(DispatchOutcome.Unavailable, (await AskAsync(silo, "0")).Outcome);
        Assert.False(waits.IsCompleted);

        worker.LetGo();
        Assert.Equal(DispatchOutcome.Served, (await waits).Outcome);
        Assert.Equal(worker.Start.InstanceId, (await AskAsync(silo, "0")).Instance);
    }

    [Fact]
    public async Task A_new_deployment_does_not_wait_for_the_starts_of_the_old_one()
    {
        await using var silo = await DispatchingSilo.StartAsync(maxInstances: 10, slots: 2, scaling: Basic);
        silo.StartsAreHeld = true;
        await silo.Version.Traffic(true);
        var waits = silo.RequestAsync();
        await silo.SettleAsync();
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        silo.StartsAreHeld = false;
        await silo.DeployAsync(slots: 2, Basic);

        Assert.Equal(DispatchOutcome.Served, (await waits).Outcome);
        Assert.Equal(2, silo.Started.Count);
    }

    private static async Task<IEnumerable<int?>> NumbersAsync(DispatchingSilo silo) => (await silo.Version.Instances()).Select(instance => instance.Number).Order();

    private static async Task<string> IdAsync(DispatchingSilo silo, int number) => (await silo.Version.Instances()).Single(instance => instance.Number == number).Id;

    private static async Task<FakeWorker> WorkerAsync(DispatchingSilo silo, int number)
    {
        var id = await IdAsync(silo, number);
        return silo.Started.Single(worker => worker.Start.InstanceId == id);
    }

    private static Task<DispatchResult> AskAsync(DispatchingSilo silo, string instance, IDispatcher? gateway = null) =>
        (gateway ?? silo.Dispatcher).DispatchToAsync(silo.Deployment, instance, RequestKind.User, [1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
