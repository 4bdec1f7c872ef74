using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

/// <summary>What the constructor of a grain class may ask for, and what a caller learns when it cannot be had.</summary>
public sealed class ConstructorTests
{
    [Fact]
    public async Task It_gets_its_context_services_by_type_and_by_key_and_defaults_for_what_there_is_not()
    {
        await using var silo = await Silo.StartAsync(silo => silo.Services.AddSingleton("plain").AddKeyedSingleton("other", "keyed"));
        Assert.Equal("asking/a plain keyed none 7", await silo.Grains.GetGrain<IAskingGrain>("a").Given());
    }

    [Fact]
    public async Task A_service_that_the_host_does_not_have_is_named()
    {
        await using var silo = await Silo.StartAsync();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Grains.GetGrain<IAskingGrain>("a").Given());
        Assert.Contains($"{typeof(AskingGrain)} needs a System.String as \"plain\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_throws_reaches_the_caller_as_it_is()
    {
        await using var silo = await Silo.StartAsync();
        var failure = await Assert.ThrowsAsync<FormatException>(() => silo.Grains.GetGrain<IFailingGrain>("a").Call());
        Assert.Equal("not today", failure.Message);
    }

    internal interface IAskingGrain : IGrainWithStringKey
    {
        Task<string> Given();
    }

    internal interface IFailingGrain : IGrainWithStringKey
    {
        Task Call();
    }

    internal sealed class AskingGrain(IGrainContext context, string plain, [FromKeyedServices("other")] string keyed, Version? none = null, int number = 7) : Grain, IAskingGrain
    {
        public Task<string> Given() => Task.FromResult($"{context.GrainId} {plain} {keyed} {none?.ToString() ?? "none"} {number}");
    }

    internal sealed class FailingGrain : Grain, IFailingGrain
    {
        public FailingGrain() => throw new FormatException("not today");

        public Task Call() => Task.CompletedTask;
    }
}
