using Actors.Storage.GrainStates;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Storage.Tests.GrainStates;

[Collection(Databases.Collection)]
[Trait("Category", "Slow")]
public sealed class GrainStateLoadTests(Databases databases)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Two_writers_at_once_lose_no_update(SqlDialect dialect)
    {
        const int each = 100;
        await using var place = await databases.NewAsync(dialect);
        var grain = GrainId.Create("counter", "one");
        var first = await place.OpenGrainStorageAsync();
        var second = await place.OpenGrainStorageAsync();

        await Task.WhenAll(Task.Run(() => CountAsync(first)), Task.Run(() => CountAsync(second)));

        var held = new Held<TestState>();
        await first.ReadStateAsync("state", grain, held);
        Assert.Equal(2 * each, held.State!.Number);

        async Task CountAsync(DatabaseGrainStorage storage)
        {
            for (var done = 0; done < each;)
            {
                var mine = new Held<TestState>();
                await storage.ReadStateAsync("state", grain, mine);
                mine.State = new TestState { Number = mine.State!.Number + 1 };
                try
                {
                    await storage.WriteStateAsync("state", grain, mine);
                    done++;
                }
                catch (InconsistentStateException)
                {
                    // The other one was faster; read again.
                }
            }
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_state_of_a_megabyte_comes_back_whole(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var grain = GrainId.Create("big", "one");
        var random = new Random(1);
        var text = new string([.. Enumerable.Range(0, 1 << 20).Select(_ => (char)random.Next(1, 0xD800))]);
        await storage.WriteStateAsync("state", grain, new Held<TestState> { State = new TestState { Text = text } });

        var held = new Held<TestState>();
        await storage.ReadStateAsync("state", grain, held);

        Assert.Equal(text, held.State!.Text);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Ten_thousand_states_keep_apart(SqlDialect dialect)
    {
        const int count = 10_000;
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 32 };

        await Parallel.ForAsync(0, count, parallel, async (index, _) =>
            await storage.WriteStateAsync("state", Grain(index), new Held<TestState> { State = new TestState { Number = index } }));

        await Parallel.ForAsync(0, count, parallel, async (index, _) =>
        {
            var held = new Held<TestState>();
            await storage.ReadStateAsync("state", Grain(index), held);
            Assert.Equal(index, held.State!.Number);
        });

        static GrainId Grain(int index) => GrainId.Create("many", $"app/default/{index}");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Keys_of_any_characters_keep_apart(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var random = new Random(20240229);
        string[] pieces = ["/", "//", "a", "A", "%", "_", "'", "\"", "\\", "\0", "\n", " ", "ä", "a\u0308", "世", "🎉", "\u202e", "+", "@Key", ";--", "\uffff"];
        (string Type, string Key, string State)[] lookalikes =
            [("a", "b/c", "s"), ("a", "b", "c/s"), ("a", "b/c/s", "s"), ("a", "b ", "s"), ("a", "b", "s"), ("a", "B", "s")];
        var places = Enumerable.Range(0, 600)
            .Select(_ => (Type: Word("ab"), Key: Key(), State: Word("st")))
            .Concat(lookalikes)
            .Distinct()
            .ToList();

        for (var index = 0; index < places.Count; index++)
            await storage.WriteStateAsync(places[index].State, GrainOf(places[index]), new Held<TestState> { State = new TestState { Number = index } });

        for (var index = 0; index < places.Count; index++)
        {
            var held = new Held<TestState>();
            await storage.ReadStateAsync(places[index].State, GrainOf(places[index]), held);
            Assert.Equal((true, (long)index), (held.RecordExists, held.State!.Number));
        }

        string Word(string letters) => new([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => letters[random.Next(letters.Length)])]);

        string Key() => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Length)]));

        static GrainId GrainOf((string Type, string Key, string State) place) => GrainId.Create(place.Type, place.Key);
    }
}
