using Actors.Storage.GrainStates;
using Dapper;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Storage.Tests.GrainStates;

[Collection(Databases.Collection)]
public sealed class GrainStateTests(Databases databases)
{
    private static readonly GrainId Grain = GrainId.Create("version", "guestbook/default/v1");

    private static readonly TestState Full = new()
    {
        Number = long.MaxValue,
        Text = "Grüße, 世界 🎉 \u0000 ' \" \\ end",
        Mood = TestMood.Busy,
        When = new DateTimeOffset(2024, 2, 29, 23, 59, 59, 999, TimeSpan.FromHours(-3.5)),
        Counts = new Dictionary<string, int> { ["a"] = 1, ["ä"] = -2, [""] = 3 },
    };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_state_never_written_reads_as_new(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var held = new Held<TestState> { State = Full, ETag = "old", RecordExists = true };

        await storage.ReadStateAsync("state", Grain, held);

        Assert.Equal(0, held.State!.Number);
        Assert.Null(held.ETag);
        Assert.False(held.RecordExists);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_written_is_read_by_the_next_life(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var written = new Held<TestState> { State = Full };
        var first = await place.OpenGrainStorageAsync();
        await first.WriteStateAsync("state", Grain, written);
        Assert.True(written.RecordExists);

        var read = await ReadAsync(await place.OpenGrainStorageAsync(), Grain);

        Assert.Equivalent(Full, read.State, strict: true);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Each_write_gives_a_new_etag_and_the_next_write_is_accepted(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var held = new Held<TestState>();
        var etags = new HashSet<string>();
        for (var number = 1; number <= 5; number++)
        {
            held.State = new TestState { Number = number };
            await storage.WriteStateAsync("state", Grain, held);
            Assert.True(etags.Add(held.ETag!));
        }

        Assert.Equal(5, (await ReadAsync(storage, Grain)).State!.Number);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_stale_write_is_refused_and_changes_nothing(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var mine = await WrittenAsync(storage, Grain, 1);
        var theirs = await ReadAsync(storage, Grain);
        theirs.State = new TestState { Number = 2 };
        await storage.WriteStateAsync("state", Grain, theirs);
        var etag = mine.ETag;

        mine.State = new TestState { Number = 3 };
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", Grain, mine));

        Assert.Equal(theirs.ETag, conflict.StoredEtag);
        Assert.Equal(etag, conflict.CurrentEtag);
        Assert.Equal(etag, mine.ETag);
        Assert.Equal(2, (await ReadAsync(storage, Grain)).State!.Number);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_first_write_over_an_existing_state_is_refused(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        await WrittenAsync(storage, Grain, 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WrittenAsync(storage, Grain, 2));
        Assert.Equal(1, (await ReadAsync(storage, Grain)).State!.Number);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Clearing_removes_the_state_and_a_new_one_can_follow(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var held = await WrittenAsync(storage, Grain, 1);

        await storage.ClearStateAsync("state", Grain, held);

        Assert.Equal((0L, null, false), (held.State!.Number, held.ETag, held.RecordExists));
        Assert.False((await ReadAsync(storage, Grain)).RecordExists);
        await storage.ClearStateAsync("state", Grain, held);
        held.State = new TestState { Number = 2 };
        await storage.WriteStateAsync("state", Grain, held);
        Assert.Equal(2, (await ReadAsync(storage, Grain)).State!.Number);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_stale_clear_is_refused(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var mine = await WrittenAsync(storage, Grain, 1);
        await storage.WriteStateAsync("state", Grain, await ReadAsync(storage, Grain));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("state", Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("state", Grain, new Held<TestState>()));
        Assert.True((await ReadAsync(storage, Grain)).RecordExists);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_state_cleared_and_written_anew_is_not_taken_for_the_old_one(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        var old = await WrittenAsync(storage, Grain, 1);
        await storage.ClearStateAsync("state", Grain, await ReadAsync(storage, Grain));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", Grain, old));
        await WrittenAsync(storage, Grain, 2);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", Grain, old));
        Assert.Equal(2, (await ReadAsync(storage, Grain)).State!.Number);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_state_of_a_type_that_has_grown_and_lost_members_is_read(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        await storage.WriteStateAsync("state", Grain, new Held<OlderState> { State = new OlderState { Number = 7, Gone = "x", Mood = "Busy" } });
        var read = await ReadAsync(storage, Grain);
        Assert.Equal((7L, "", TestMood.Busy), (read.State!.Number, read.State.Text, read.State.Mood));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_state_that_cannot_be_read_is_named(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var storage = await place.OpenGrainStorageAsync();
        await WrittenAsync(storage, Grain, 1);
        var other = await place.OpenAsync(GrainStateSchema.Component);
        await other.WriteAsync((connection, _) => connection.ExecuteAsync("UPDATE grain_states SET state = '{'"), CancellationToken.None);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(storage, Grain));

        Assert.Contains($"State 'state' of grain {Grain} cannot be read as TestState", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Held<TestState>> ReadAsync(DatabaseGrainStorage storage, GrainId grain)
    {
        var held = new Held<TestState>();
        await storage.ReadStateAsync("state", grain, held);
        return held;
    }

    private static async Task<Held<TestState>> WrittenAsync(DatabaseGrainStorage storage, GrainId grain, long number)
    {
        var held = new Held<TestState> { State = new TestState { Number = number } };
        await storage.WriteStateAsync("state", grain, held);
        return held;
    }

    private sealed record OlderState
    {
        public int Number { get; init; }

        public string Gone { get; init; } = "";

        public string Mood { get; init; } = "";
    }
}
