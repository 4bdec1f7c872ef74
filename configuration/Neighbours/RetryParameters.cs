namespace Actors.Configuration;

/// <summary>How often and when a failed task or cron job is tried again.</summary>
public sealed record RetryParameters
{
    /// <summary>Most retries, or null. When <see cref="AgeLimit"/> is given too, both must be reached.</summary>
    public int? RetryLimit { get; init; }

    /// <summary>Time since the first attempt after which there are no more, or null.</summary>
    public TimeSpan? AgeLimit { get; init; }

    /// <summary>The first wait. Default 0.1 seconds.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait. Default 1 hour.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often the wait doubles. Default 16.</summary>
    public int MaxDoublings { get; init; } = 16;
}
