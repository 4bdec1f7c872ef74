using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task UseOrleans_works_on_every_kind_of_host_builder()
    {
        var application = Host.CreateEmptyApplicationBuilder(null);
        Assert.Same(application, application.UseOrleans(silo => silo.UseLocalhostClustering()));
        Assert.Equal(1, await CallAsync(application.Build()));

        var abstraction = Host.CreateEmptyApplicationBuilder(null);
        ((IHostApplicationBuilder)abstraction).UseOrleans(silo => silo.ConfigureServices(s => s.AddSingleton<Journal>()));
        Assert.Equal(1, await CallAsync(abstraction.Build()));
        Assert.Equal(1, await CallAsync(new HostBuilder().UseOrleans(silo => Assert.NotNull(silo.Configuration)).Build()));
        Assert.Equal(1, await CallAsync(new HostBuilder().UseOrleans((context, silo) => Assert.Same(context.Configuration, silo.Configuration)).Build()));
    }

    [Fact]
    public async Task UseOrleans_twice_is_one_silo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(_ => { }).UseOrleans(_ => { });
        using var host = builder.Build();
        Assert.Single(host.Services.GetServices<IHostedService>());
        Assert.Same(host.Services.GetRequiredService<IGrainFactory>(), host.Services.GetRequiredService<IClusterClient>());
        Assert.Equal(1, await CallAsync(host));
    }

    [Fact]
    public async Task References_are_equal_when_they_mean_the_same_grain()
    {
        await using var silo = await Silo.StartAsync();
        var a = silo.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal(a, silo.Grains.GetGrain<ICounterGrain>("a"));
        Assert.Equal(a, silo.Grains.GetGrain(typeof(ICounterGrain), "a"));
        Assert.Equal(a, silo.Grains.GetGrain<ICounterGrain>(GrainId.Parse("counter/a")));
        Assert.NotEqual(a, silo.Grains.GetGrain<ICounterGrain>("b"));
        Assert.Equal("counter/a", a.GetGrainId().ToString());
        Assert.Equal(typeof(ICounterGrain).FullName, ((GrainReference)a).InterfaceName);
    }

    [Fact]
    public async Task A_mistake_in_an_interface_or_class_is_a_sentence()
    {
        await using var silo = await Silo.StartAsync();
        Assert.Contains("No grain class implements", Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<INobodyGrain>("a")).Message, StringComparison.Ordinal);
        Assert.Contains("PlainGateGrain", Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IGateGrain>("a")).Message, StringComparison.Ordinal);
        Assert.Contains("returns System.Int32", Assert.Throws<NotSupportedException>(() => silo.Grains.GetGrain<IBadGrain>("a")).Message, StringComparison.Ordinal);
        Assert.Contains("GetGrain", Assert.Throws<InvalidOperationException>(() => new BadGrain()).Message, StringComparison.Ordinal);
    }

    private static async Task<int> CallAsync(IHost host)
    {
        using (host)
        {
            await host.StartAsync();
            var value = await host.Services.GetRequiredService<IClusterClient>().GetGrain<ICounterGrain>("h").Add(1);
            await host.StopAsync();
            return value;
        }
    }

    internal interface INobodyGrain : IGrainWithStringKey;

    internal interface IBadGrain : IGrainWithStringKey
    {
        int Bad();
    }

    internal sealed class BadGrain : Grain, IBadGrain
    {
        public int Bad() => 1;
    }
}
