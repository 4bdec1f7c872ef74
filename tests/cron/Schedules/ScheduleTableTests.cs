using Actors.Configuration;

namespace Actors.Cron.Tests;

/// <summary>The examples of App Engine's own implementation.</summary>
public sealed class ScheduleTableTests
{
    public static IEnumerable<object[]> Runs => DataTable.Rows("runs.table");

    public static IEnumerable<object[]> Texts => DataTable.Rows("texts.table");

    [Theory]
    [MemberData(nameof(Runs))]
    public void ItCallsWhenAppEngineDoes(string schedule, string zone, string start, string expected)
    {
        var (read, _) = ScheduleReader.Read(schedule);
        var runs = NextRuns.From(read!, ZoneClock.Of(zone), DataTable.Instant(start)).Take(expected.Split(';').Length).Select(run => DataTable.Text(run));
        Assert.Equal(expected, string.Join("; ", runs));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void TextsAreAcceptedAsThere_AndErrorsSayWhereAndWhatIsExpected(string text, string expected)
    {
        var (schedule, error) = ScheduleReader.Read(text);
        var outcome = schedule is null ? error!.ToString() : DataTable.Text(NextRuns.After(schedule, new ZoneClock(TimeZoneInfo.Utc), DataTable.Instant("2026-03-06 12:34:56")));
        Assert.StartsWith(expected, outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every 2 days", "9: \"days\" does not belong here. Expected is \"hours\", \"mins\" or \"minutes\".")]
    [InlineData("every 5 minutes sync", "17: \"sync\" does not belong here. Expected is \"from\", \"synchronized\" or the end.")]
    [InlineData("every day", "10: The schedule ends too early. Expected is a time from 00:00 to 23:59.")]
    [InlineData("every tues 09:00", "7: \"tues\" does not belong here. Expected is a number, \"day\" or a weekday such as \"mon\" or \"monday\".")]
    [InlineData("1st monday of 9:00", "15: \"9:00\" does not belong here. Expected is \"month\", \"quarter\", \"1st\" to \"3rd\" or a month such as \"jan\" or \"january\".")]
    public void AnErrorSaysWhatCouldStandThere(string text, string expected) => Assert.Equal(expected, ScheduleReader.Read(text).Error!.ToString());

    [Fact]
    public void TheTablesAreWhole()
    {
        Assert.Equal(59 + 11, DataTable.Rows("runs.table").Count());
        Assert.True(DataTable.Rows("texts.table").Count() >= 44);
    }
}
