using Actors.Storage.Schema;
using Actors.Storage.Tests.Child;
using Dapper;

namespace Actors.Storage.Tests.Schema;

[Collection(Databases.Collection)]
public sealed class SchemaTests(Databases databases)
{
    private static readonly SchemaUpgrade CreateThings = Same(1, "CREATE TABLE things (name TEXT NOT NULL)");
    private static readonly SchemaUpgrade AddColor = Same(2, "ALTER TABLE things ADD COLUMN color TEXT NOT NULL DEFAULT 'grey'");
    private static readonly SchemaComponent ThingsV1 = new("things", [CreateThings]);
    private static readonly SchemaComponent ThingsV2 = new("things", [CreateThings, AddColor]);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_upgrade_by_one_version_happens_in_place(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var old = await place.OpenAsync(ThingsV1);
        await ExecuteAsync(old, "INSERT INTO things VALUES ('chair')");
        await old.DisposeAsync();

        var database = await place.OpenAsync(ThingsV2);

        Assert.Equal("chair is grey", await ScalarAsync<string>(database, "SELECT name || ' is ' || color FROM things"));
        Assert.Equal(2, await ScalarAsync<int>(database, "SELECT version FROM schema_versions WHERE component = 'things'"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_database_that_is_up_to_date_is_left_alone(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var database = await place.OpenAsync(ThingsV2);
        await ExecuteAsync(database, "UPDATE schema_versions SET upgraded_at = 1");

        await DatabasePlace.UpgradeAsync(database, ThingsV2);

        Assert.Equal(1, await ScalarAsync<long>(database, "SELECT upgraded_at FROM schema_versions"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_newer_schema_is_refused_with_a_sentence_and_nothing_is_changed(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var database = await place.OpenAsync(ThingsV2);
        var other = new SchemaComponent("other", [Same(1, "CREATE TABLE other (name TEXT)")]);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => DatabasePlace.UpgradeAsync(database, other, ThingsV1));

        Assert.Equal("The database's tables of 'things' are at version 2, and this build knows versions up to 1.", refusal.Summary);
        Assert.Equal("Start the newer build that upgraded them, or restore a backup from before.", refusal.Remedy);
        Assert.Equal(1, await ScalarAsync<int>(database, "SELECT count(*) FROM schema_versions"));
        await DatabasePlace.UpgradeAsync(database, other);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_failing_script_leaves_the_database_as_it_was(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        var database = await place.OpenAsync(ThingsV1);
        var broken = new SchemaComponent("things", [CreateThings, AddColor, Same(3, "CREATE TABLE more (x TEXT); INSERT INTO nowhere VALUES (1)")]);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => DatabasePlace.UpgradeAsync(database, broken));

        Assert.Equal(1, await ScalarAsync<int>(database, "SELECT version FROM schema_versions WHERE component = 'things'"));
        await DatabasePlace.UpgradeAsync(database, ThingsV2);
        Assert.Equal(0, await ScalarAsync<int>(database, "SELECT count(color) FROM things"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Components_that_this_build_does_not_know_are_left_alone(SqlDialect dialect)
    {
        await using var place = await databases.NewAsync(dialect);
        await place.OpenAsync(ThingsV2);
        var database = await place.OpenAsync(new SchemaComponent("other", [Same(1, "CREATE TABLE other (name TEXT)")]));
        Assert.Equal(2, await ScalarAsync<int>(database, "SELECT version FROM schema_versions WHERE component = 'things'"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("Category", "Slow")]
    public async Task Processes_that_start_at_once_upgrade_once(SqlDialect dialect)
    {
        for (var round = 0; round < 3; round++)
        {
            await using var place = await databases.NewAsync(dialect);
            using var first = ChildProcess.Start("upgrade", place.Options);
            using var second = ChildProcess.Start("upgrade", place.Options);
            Assert.Equal("waiting", await first.Output.ReadLineAsync());
            Assert.Equal("waiting", await second.Output.ReadLineAsync());
            foreach (var child in (ChildProcess[])[first, second])
                await child.Input.WriteLineAsync("go");
            foreach (var child in (ChildProcess[])[first, second])
                await child.Input.FlushAsync();

            Assert.Equal("", await first.EndAsync());
            Assert.Equal("", await second.EndAsync());
            var database = await place.OpenAsync();
            var marks = await database.ReadAsync((connection, _) => connection.QueryAsync<int>("SELECT step FROM marks ORDER BY step"), default);
            Assert.Equal([1, 2, 3], marks);
        }
    }

    [Theory]
    [InlineData]
    [InlineData(2)]
    [InlineData(1, 3)]
    [InlineData(1, 1)]
    public void Upgrades_must_be_numbered_without_a_gap(params int[] versions) =>
        Assert.Throws<ArgumentException>(() => new SchemaComponent("things", [.. versions.Select(version => Same(version, ""))]));

    private static SchemaUpgrade Same(int version, string sql) => new(version, sql, sql);

    private static Task<int> ExecuteAsync(IDatabase database, string sql) =>
        database.WriteAsync((connection, _) => connection.ExecuteAsync(sql), CancellationToken.None);

    private static Task<T?> ScalarAsync<T>(IDatabase database, string sql) =>
        database.ReadAsync((connection, _) => connection.ExecuteScalarAsync<T>(sql), CancellationToken.None);
}
