using System.Collections.Immutable;
using Actors.Engine.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

public sealed class MessageTests
{
    [Fact]
    public async Task A_message_is_a_copy_with_the_same_content_on_both_ways()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var inner = new Parcel { Name = "inner", Numbers = [1, 2] };
        var sent = new Parcel { Name = "outer", Inner = inner, Map = { ["a"] = [3] } };
        await grain.Keep(sent);
        sent.Name = "changed";
        inner.Numbers.Add(9);
        sent.Map["a"][0] = 9;
        var kept = await grain.Kept();
        Assert.Equal("outer", kept.Name);
        Assert.Equal([1, 2], kept.Inner!.Numbers);
        Assert.Equal([3], kept.Map["a"]);
        kept.Name = "changed";
        Assert.Equal("outer", (await grain.Kept()).Name);
    }

    [Fact]
    public async Task A_cycle_stays_a_cycle()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var parcel = new Parcel { Name = "ring" };
        parcel.Inner = parcel;
        var echo = await grain.Echo(parcel);
        Assert.NotSame(parcel, echo);
        Assert.Same(echo, echo.Inner);
    }

    [Fact]
    public async Task Immutable_values_are_passed_on_as_they_are()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var value = new Sealed("s");
        Assert.Same(value, await grain.EchoSealed(value));
        Assert.Equal([1, 2], await grain.EchoBytes([1, 2]));
    }

    public static TheoryData<object> Serialised => new(
        "text", 1, 2.5m, DayOfWeek.Friday, new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), Guid.Empty, new Uri("http://x/"), new[] { 1, 2 }, new[,] { { 1, 2 }, { 3, 4 } },
        new List<string> { "a" }, new Dictionary<string, int> { ["a"] = 1 }, new HashSet<int> { 1, 2 }, new Queue<int>([1, 2, 3]), new Stack<int>([1, 2, 3]), new SortedDictionary<int, string> { [1] = "a" },
        ImmutableArray.Create(1, 2), ImmutableList.Create("a"), ImmutableDictionary<string, int>.Empty.Add("a", 1), ImmutableHashSet.Create(1), (1, "two"), Tuple.Create(1, "two"),
        new List<string> { "a" }.AsReadOnly(), new KeyValuePair<string, List<int>>("a", [1]), new SortedSet<int> { 2, 1 }, new LinkedList<int>([1, 2]), new List<(int, byte[])> { (1, [2]) });

    [Theory]
    [MemberData(nameof(Serialised))]
    public async Task What_the_serialiser_knows_by_itself_comes_back_equal(object value)
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var echo = await grain.EchoAny(value);
        Assert.Equal(value, echo);
        Assert.Same(value.GetType(), echo.GetType());
    }

    [Fact]
    public async Task A_dictionary_keeps_its_comparer()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var echo = (Dictionary<string, int>)await grain.EchoAny(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 });
        Assert.Equal(1, echo["A"]);
    }

    public static TheoryData<object> Refused => new(
        new Unmarked(), new List<object> { new Unmarked() }, new MemoryStream(), new Action(() => { }), new int[] { 1 }.Select(i => i + 1), (IReadOnlyList<int>)[.. new[] { 1, 2 }], Task.CompletedTask,
        new Sealed("promised to be immutable, and all the same", [.. new[] { 1, 2 }]));

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_no_network_carries_is_refused_in_words(object value)
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => grain.EchoAny(value));
        Assert.Contains("cannot cross a grain call", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_object_or_observer_object_is_no_message_but_a_reference_is()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        Assert.Contains("AsReference", (await Assert.ThrowsAsync<NotSupportedException>(grain.LeakSelf)).Message, StringComparison.Ordinal);
        Assert.Equal(grain, await grain.EchoAny(grain));
    }

    [Fact]
    public async Task Without_copying_the_same_object_arrives()
    {
        var (silo, _, grain) = await StartAsync(copy: false);
        await using var __ = silo;
        var parcel = new Parcel();
        Assert.Same(parcel, await grain.Echo(parcel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_crosses_with_type_message_members_and_stack_trace(bool copy)
    {
        var (silo, _, grain) = await StartAsync(copy);
        await using var __ = silo;
        var lost = await Assert.ThrowsAsync<ParcelLostException>(async () => await grain.Throw("lost"));
        Assert.Equal(("the parcel is lost", 7), (lost.Message, lost.Number));
        Assert.Contains("MessageGrain.Throw", lost.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(An_exception_crosses_with_type_message_members_and_stack_trace), lost.StackTrace, StringComparison.Ordinal);
        var outer = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Throw("nested"));
        Assert.Equal(8, Assert.IsType<ParcelLostException>(outer.InnerException).Number);
        var argument = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Throw("argument"));
        Assert.Equal("weight", argument.ParamName);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Throw("cancelled"));
        Assert.Equal("at once", (await Assert.ThrowsAsync<InvalidOperationException>(grain.ThrowAtOnce)).Message);
        Assert.Null(await grain.Who());
    }

    [Fact]
    public async Task An_exception_type_that_could_not_cross_is_refused_when_copying()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        Assert.Contains("UnmarkedException", (await Assert.ThrowsAsync<NotSupportedException>(() => grain.Throw("unmarked"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_context_flows_to_callees_and_never_back()
    {
        var (silo, _, grain) = await StartAsync();
        await using var __ = silo;
        RequestContext.Set("who", "me");
        Assert.Equal("me", await grain.Who());
        Assert.Equal("me", await Task.Run(grain.Who));
        Assert.Equal("me through m", await grain.WhoElse(silo.Grains.GetGrain<IMessageGrain>("other")));
        await grain.SetWho("grain");
        await Task.Run(() => grain.SetWho("grain"));
        Assert.Equal("me", RequestContext.Get("who"));
        Assert.True(RequestContext.Remove("who"));
        Assert.Null(await grain.Who());
        Assert.Empty(RequestContext.Keys);
    }

    [Fact]
    public async Task A_one_way_call_returns_at_once_and_its_failure_is_only_logged()
    {
        var (silo, journal, grain) = await StartAsync();
        await using var __ = silo;
        await grain.Who();
        Assert.True(grain.Send("held").IsCompletedSuccessfully);
        await journal.Seen("sent held");
        journal.Open("held");
        Assert.True(grain.Send("bad").IsCompletedSuccessfully);
        await journal.Seen("sent bad");
        await silo.Quiet(grain);
        lock (silo.Log) Assert.Contains(silo.Log, line => line.StartsWith("1003", StringComparison.Ordinal));
    }

    private static async Task<(Silo Silo, Journal Journal, IMessageGrain Grain)> StartAsync(bool copy = true)
    {
        var silo = await Silo.StartAsync(s => s.Services.AddSingleton<Journal>(), copy);
        return (silo, silo.Services.GetRequiredService<Journal>(), silo.Grains.GetGrain<IMessageGrain>("m"));
    }

    internal sealed class UnmarkedException(string message) : Exception(message);

    private sealed class Unmarked;
}
