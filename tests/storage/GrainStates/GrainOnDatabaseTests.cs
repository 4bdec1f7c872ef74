using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Actors.Storage.Tests.GrainStates;

/// <summary>A grain that counts in its state.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<long> AddAsync();
}

public sealed class CounterGrain([PersistentState("count")] IPersistentState<TestState> state) : Grain, ICounterGrain
{
    public async Task<long> AddAsync()
    {
        state.State = new TestState { Number = state.State.Number + 1 };
        await state.WriteStateAsync();
        return state.State.Number;
    }
}

[Collection(Databases.Collection)]
public sealed class GrainOnDatabaseTests(Databases databases)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_grain_goes_on_in_the_next_silo_where_it_was(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        Assert.Equal(2, await CountToInOneSiloAsync(place.Options));
        Assert.Equal(4, await CountToInOneSiloAsync(place.Options));
    }

    private static async Task<long> CountToInOneSiloAsync(StorageOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataDirectory"] = options.DataDirectory,
            ["Storage:ConnectionString"] = options.ConnectionString,
        });
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        builder.Services.AddStorage().AddDatabaseGrainStorage();
        using var host = builder.Build();
        await host.StartAsync();
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("app/default/1");
        await grain.AddAsync();
        var count = await grain.AddAsync();
        await host.StopAsync();
        return count;
    }
}
