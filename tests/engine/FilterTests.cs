using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;

namespace Actors.Engine.Tests;

public sealed class FilterTests
{
    [Fact]
    public async Task Filters_run_in_order_around_the_call_in_the_grains_turn()
    {
        var lines = new List<string>();
        await using var silo = await Silo.StartAsync(s => s
            .AddIncomingGrainCallFilter(async context =>
            {
                lines.Add($"outer {context.InterfaceMethod.Name} {context.Request.GetArgument(0)} of {context.TargetId}");
                await context.Invoke();
                Assert.Same(context.TargetContext, TaskScheduler.Current);
                lines.Add($"outer {context.Result}");
            })
            .AddIncomingGrainCallFilter(async context =>
            {
                lines.Add($"inner {context.ImplementationMethod.DeclaringType!.Name}");
                await context.Invoke();
                context.Result = (int)context.Result! * 100;
            }));
        Assert.Equal(200, await silo.Grains.GetGrain<ICounterGrain>("a").Add(2));
        Assert.Equal(["outer Add 2 of counter/a", "inner CounterGrain", "outer 200"], lines);
    }

    [Fact]
    public async Task A_filter_may_change_arguments_answer_itself_and_turn_failure_into_a_result()
    {
        await using var silo = await Silo.StartAsync(s => s.AddIncomingGrainCallFilter(async context =>
        {
            if (context.MethodName == nameof(ICounterGrain.Key))
            {
                context.Result = "answered";
                return;
            }

            if (context.MethodName == nameof(ICounterGrain.Add)) context.Request.SetArgument(0, 40);
            await context.Invoke();
        }));
        var grain = silo.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal("answered", await grain.Key());
        Assert.Equal(40, await grain.Add(1));
    }

    [Fact]
    public async Task A_filter_that_throws_fails_the_call_and_sees_the_exceptions_of_the_grain()
    {
        var seen = 0;
        await using var silo = await Silo.StartAsync(s => s.AddIncomingGrainCallFilter(async context =>
        {
            if (context.MethodName == nameof(IFilteredGrain.Forbidden)) throw new UnauthorizedAccessException("no");
            try
            {
                await context.Invoke();
            }
            catch (InvalidOperationException)
            {
                seen++;
                throw;
            }
        }));
        var grain = silo.Grains.GetGrain<IFilteredGrain>("a");
        await Assert.ThrowsAsync<UnauthorizedAccessException>(grain.Forbidden);
        await Assert.ThrowsAsync<InvalidOperationException>(grain.Fail);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task Timer_callbacks_are_no_calls_to_filter()
    {
        var filtered = new List<string>();
        await using var silo = await Silo.StartAsync(s => s.ConfigureServices(services => services.AddSingleton<Journal>()).AddIncomingGrainCallFilter(context =>
        {
            filtered.Add(context.MethodName);
            return context.Invoke();
        }));
        await silo.Grains.GetGrain<ITimerGrain>("t").Start(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.Services.GetRequiredService<Journal>().Seen("ticked 1");
        Assert.Equal([nameof(ITimerGrain.Start)], filtered);
    }

    [Fact]
    public async Task A_grain_may_filter_its_own_calls()
    {
        await using var silo = await Silo.StartAsync();
        var grain = silo.Grains.GetGrain<IFilteredGrain>("a");
        Assert.Equal(0, await grain.Calls());
        Assert.Equal(1, await grain.Calls());
    }

    internal interface IFilteredGrain : IGrainWithStringKey
    {
        Task Forbidden();

        Task Fail();

        Task<int> Calls();
    }

    internal sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
    {
        private int _calls;

        public Task Forbidden() => Task.CompletedTask;

        public Task Fail() => throw new InvalidOperationException("failed");

        public Task<int> Calls() => Task.FromResult(_calls);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            _calls++;
        }
    }
}
