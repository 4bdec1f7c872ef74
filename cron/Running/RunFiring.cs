using System.Globalization;

namespace Actors.Cron;

/// <summary>Why a trigger fired.</summary>
public enum FiringKind
{
    /// <summary>An occurrence is due, or may be.</summary>
    Schedule,

    /// <summary>The next attempt of a run that failed.</summary>
    Retry,

    /// <summary>Somebody asked for a run.</summary>
    Manual,
}

/// <summary>A trigger that fired, as its name says. Names carry all there is to know, so that a trigger needs no data and nobody makes the same one twice.</summary>
/// <param name="Kind">Why.</param>
/// <param name="At">The time in its name, or null.</param>
public readonly record struct RunFiring(FiringKind Kind, DateTimeOffset? At)
{
    private const string EverySuffix = "every";
    private const string NowSuffix = "now";
    private const string NextPrefix = "next-";
    private const string RetryPrefix = "retry-";
    private const string ManualPrefix = "run-";

    /// <summary>The name of the trigger that a job keeps, where Quartz expresses its schedule.</summary>
    public static string Every(string job) => $"{job}/{EverySuffix}";

    /// <summary>The name of a trigger that makes the job look whether something is due.</summary>
    public static string Now(string job) => $"{job}/{NowSuffix}";

    /// <summary>The name of the trigger of one occurrence.</summary>
    public static string Next(string job, DateTimeOffset scheduled) => Name(job, NextPrefix, scheduled);

    /// <summary>The name of the trigger of one attempt.</summary>
    public static string Retry(string job, DateTimeOffset due) => Name(job, RetryPrefix, due);

    /// <summary>The name of the trigger of a run that somebody asks for.</summary>
    public static string Manual(string job, DateTimeOffset asked) => Name(job, ManualPrefix, asked);

    /// <summary>Whether a trigger of this name gives the job its next occurrence.</summary>
    public static bool IsSchedule(string trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var suffix = trigger.AsSpan(trigger.IndexOf('/') + 1);
        return suffix.SequenceEqual(EverySuffix) || suffix.StartsWith(NextPrefix, StringComparison.Ordinal);
    }

    /// <summary>The job that a trigger of this name is for.</summary>
    public static string JobOf(string trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        return trigger.IndexOf('/') is >= 0 and var slash ? trigger[..slash] : trigger;
    }

    /// <summary>Reads a name; of one that is not ours, that something may be due.</summary>
    public static RunFiring Read(string trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var suffix = trigger.AsSpan(trigger.IndexOf('/') + 1);
        return TimeIn(suffix, ManualPrefix) is { } asked ? new RunFiring(FiringKind.Manual, asked)
            : TimeIn(suffix, RetryPrefix) is { } attempt ? new RunFiring(FiringKind.Retry, attempt)
            : new RunFiring(FiringKind.Schedule, TimeIn(suffix, NextPrefix));
    }

    private static string Name(string job, string prefix, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{job}/{prefix}{at.ToUnixTimeMilliseconds()}");

    private static DateTimeOffset? TimeIn(ReadOnlySpan<char> suffix, string prefix) =>
        suffix.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(suffix[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
