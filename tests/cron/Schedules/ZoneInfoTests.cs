using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Actors.Configuration;

namespace Actors.Cron.Tests;

/// <summary>The same times from an implementation that shares nothing with this one: Python's zoneinfo, which reads the system's time zone files itself.</summary>
public sealed class ZoneInfoTests
{
    private const int Count = 2000;
    private static readonly DateTimeOffset Start = DataTable.Instant("2026-03-06 12:34:56");

    [ZoneInfoTheory]
    [Trait("Category", "Slow")]
    [InlineData(2, 30)]
    [InlineData(0, 15)]
    public async Task AllZonesAgreeOverFiveYears(int hour, int minute)
    {
        var schedule = ScheduleReader.Read($"every day {hour}:{minute:00}").Schedule!;

        // Of zones whose files say the same, one: two fifths are other names.
        var zones = TimeZoneInfo.GetSystemTimeZones().Select(static zone => zone.Id).Where(static id => File.Exists(FileOf(id)))
            .DistinctBy(static id => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(FileOf(id))))).ToArray();
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Schedules", "zones.py"), $"{Start.ToUnixTimeSeconds()}", $"{Count}", $"{hour}", $"{minute}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(string.Join('\n', zones));
        python.StandardInput.Close();
        var theirs = (await python.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')).ToDictionary(static line => line[0], static line => line[1]);
        Assert.True(theirs.Count > 250, $"{theirs.Count} zones");
        Assert.All(theirs, pair =>
        {
            var ours = NextRuns.From(schedule, ZoneClock.Of(pair.Key), Start).Take(Count).Select(static run => run.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + "\n");
            Assert.True(pair.Value == Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(ours)))), pair.Key);
        });
    }

    private static string FileOf(string zone) => Path.Combine("/usr/share/zoneinfo", zone);
}

/// <summary>A table of tests that need a Python with zoneinfo; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZoneInfoTheoryAttribute : TheoryAttribute
{
    public ZoneInfoTheoryAttribute() => Skip = HasZoneInfo() ? null : "there is no /usr/bin/python3 with zoneinfo";

    private static bool HasZoneInfo()
    {
        if (!File.Exists("/usr/bin/python3"))
            return false;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import zoneinfo"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
