namespace Actors.Storage.Tests;

public sealed class StorageOptionsTests
{
    [Fact]
    public void The_defaults_are_sqlite_and_valid()
    {
        var options = new StorageOptions();
        Assert.Equal(SqlDialect.Sqlite, options.Dialect);
        Assert.Empty(Findings(options));
    }

    [Fact]
    public void A_connection_string_means_postgresql()
    {
        var options = new StorageOptions { ConnectionString = "Host=db;Database=actors", DataDirectory = "" };
        Assert.Equal(SqlDialect.PostgreSql, options.Dialect);
        Assert.Empty(Findings(options));
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var findings = Findings(new StorageOptions { DataDirectory = " ", BusyTimeout = TimeSpan.Zero, MaxWritesPerCommit = 0 });
        Assert.Equal(3, findings.Count);
        Assert.StartsWith("'Storage:DataDirectory' is empty;", findings[0], StringComparison.Ordinal);
        Assert.Equal("'Storage:BusyTimeout' is '00:00:00'; it must be from 00:00:00.1000000 to 00:10:00.", findings[1]);
        Assert.Equal("'Storage:MaxWritesPerCommit' is '0'; it must be from 1 to 10000.", findings[2]);
    }

    [Theory]
    [InlineData("Database=actors;Password=secret")]
    [InlineData("Hots=db;Password=secret")]
    [InlineData("Host=db;Port=secret")]
    [InlineData("secret")]
    public void A_connection_string_that_is_wrong_is_named_without_being_shown(string value)
    {
        var finding = Assert.Single(Findings(new StorageOptions { ConnectionString = value }));
        Assert.StartsWith("'Storage:ConnectionString'", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", finding, StringComparison.Ordinal);
    }

    private static List<string> Findings(StorageOptions options) => [.. new StorageOptionsValidator().Validate(null, options).Failures ?? []];
}
