using System.Security.Cryptography;
using System.Text;
using Actors.Configuration;

namespace Actors.Cron;

/// <summary>A job as it is kept. Immutable.</summary>
/// <param name="Url">Path, perhaps with a query.</param>
/// <param name="Schedule">As written.</param>
/// <param name="TimeZone">Name of the time zone database.</param>
/// <param name="Target">As written, or null.</param>
/// <param name="Description">As written, or null.</param>
/// <param name="Retry">Null: a failed run is not tried again.</param>
/// <param name="AttemptDeadline">Null: the platform's.</param>
public sealed record JobDefinition(
    string Url, string Schedule, string TimeZone = "UTC", string? Target = null, string? Description = null, RetryParameters? Retry = null, TimeSpan? AttemptDeadline = null)
{
    /// <summary>The job of a cron.yaml.</summary>
    public static JobDefinition Of(CronJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobDefinition(job.Url, job.Schedule, job.TimeZone, job.Target, job.Description, job.Retry, job.AttemptDeadline);
    }

    /// <summary>What the schedule means.</summary>
    public Schedule Rule() => ScheduleReader.Read(Schedule).Schedule ?? throw new InvalidOperationException($"The stored schedule \"{Schedule}\" cannot be read.");

    /// <summary>Its zone.</summary>
    public ZoneClock Clock() => ZoneClock.Of(TimeZone);

    /// <summary>
    /// What makes it the same job when cron.yaml changes: where it asks and when. Whatever else changes, its state stays. Jobs that agree in all of this are told apart by their order.
    /// </summary>
    /// <param name="same">How many like it are before it.</param>
    public string Id(int same)
    {
        var text = string.Join('\n', Url, string.Join(' ', Schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), TimeZone, Target ?? "", same);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
