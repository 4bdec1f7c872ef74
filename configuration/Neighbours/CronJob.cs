namespace Actors.Configuration;

/// <summary>One job of cron.yaml.</summary>
public sealed record CronJob
{
    /// <summary>Line of the entry in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>url</c>: a path of the app, perhaps with a query.</summary>
    public required string Url { get; init; }

    /// <summary><c>schedule</c> as written.</summary>
    public required string Schedule { get; init; }

    /// <summary>What the schedule means, in <see cref="TimeZone"/>; null when it cannot be understood, which is among the errors.</summary>
    public Schedule? When { get; init; }

    /// <summary>Line of the schedule, counted from 1.</summary>
    public int ScheduleLine { get; init; }

    /// <summary>Column of the schedule, counted from 1.</summary>
    public int ScheduleColumn { get; init; }

    /// <summary><c>timezone</c>. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary><c>description</c>, at most 499 characters, or null.</summary>
    public string? Description { get; init; }

    /// <summary><c>target</c> as written: a service, a version of the default service, or both with a colon; null for the default service.</summary>
    public string? Target { get; init; }

    /// <summary><c>retry_parameters</c>; null: a failed run is not tried again.</summary>
    public RetryParameters? Retry { get; init; }

    /// <summary><c>attempt_deadline</c>, or null for the platform's own.</summary>
    public TimeSpan? AttemptDeadline { get; init; }
}
