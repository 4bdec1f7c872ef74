using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Actors.Engine.Tests;

public sealed class StateTests
{
    private readonly MemoryStorage _memory = new();
    private readonly MemoryStorage _default = new();

    [Fact]
    public async Task State_is_new_at_first_and_read_before_activation_later()
    {
        await using (var silo = await StartAsync())
        {
            var grain = silo.Grains.GetGrain<IStateGrain>("s");
            Assert.Equal("empty 0", await grain.Read());
            Assert.Equal((false, null), await grain.Record());
            await grain.Write("hello");
            Assert.Equal((true, "1"), await grain.Record());
        }

        Assert.Equal(["state/s/note"], _memory.Records.Keys);
        Assert.Equal(["state/s/count"], _default.Records.Keys);
        await using var again = await StartAsync();
        Assert.Equal("hello 1", await again.Grains.GetGrain<IStateGrain>("s").Read());
        Assert.Equal("active with hello", again.Services.GetRequiredService<Journal>().Lines[0]);
    }

    [Fact]
    public async Task Cleared_state_is_new_again()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>("s");
        await grain.Write("hello");
        await grain.Clear();
        Assert.Equal("empty 0", await grain.Read());
        Assert.Empty(_memory.Records);
        await grain.Write("again");
        Assert.Equal((true, "1"), await grain.Record());
    }

    [Fact]
    public async Task A_conflict_fails_the_call_and_ends_the_activation_so_that_the_next_one_reads_again()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>("s");
        await grain.Write("mine");
        _memory.Records["state/s/note"] = ("""{"Text":"theirs"}""", 5);
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write("mine again"));
        Assert.Equal(("5", "1"), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.Equal("theirs 1", await grain.Read());
        Assert.Contains("gone: ApplicationError", silo.Services.GetRequiredService<Journal>().Lines);
        await grain.Write("mine at last");
        Assert.Equal((true, "6"), await grain.Record());
    }

    [Fact]
    public async Task State_that_cannot_be_read_fails_the_activation()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>("s");
        _memory.Fails = true;
        Assert.Equal("the disk is gone", (await Assert.ThrowsAsync<IOException>(grain.Read)).Message);
        _memory.Fails = false;
        Assert.Equal("empty 0", await grain.Read());
    }

    [Fact]
    public async Task A_storage_that_was_not_added_is_named()
    {
        await using var silo = await Silo.StartAsync(s => s.Services.AddSingleton<Journal>(), copy: false);
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(silo.Grains.GetGrain<IStateGrain>("s").Read);
        Assert.Contains("\"memory\"", exception.Message, StringComparison.Ordinal);
    }

    private Task<Silo> StartAsync() => Silo.StartAsync(s =>
    {
        s.Services.AddSingleton<Journal>();
        s.Services.AddGrainStorage("memory", (_, _) => _memory);
        s.Services.AddGrainStorage("Default", (_, _) => _default);
    });
}
