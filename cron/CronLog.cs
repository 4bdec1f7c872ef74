using Microsoft.Extensions.Logging;

namespace Actors.Cron;

/// <summary>What cron has to say; event ids 5000 to 5099.</summary>
internal static partial class CronLog
{
    [LoggerMessage(5000, LogLevel.Information, "{App}: {Added} cron jobs added, {Removed} removed, {Kept} unchanged")]
    public static partial void JobsChanged(this ILogger logger, string app, int added, int removed, int kept);

    [LoggerMessage(5001, LogLevel.Information, "Cron started with {Jobs} jobs in {Milliseconds} ms; {Triggers} triggers were made anew, {Due} jobs are due")]
    public static partial void Started(this ILogger logger, int jobs, long milliseconds, int triggers, int due);

    [LoggerMessage(5002, LogLevel.Warning, "{App}: the cron job {Url} never runs: \"{Schedule}\" in {Zone} names no time that exists")]
    public static partial void NeverRuns(this ILogger logger, string app, string url, string schedule, string zone);

    [LoggerMessage(5003, LogLevel.Error, "{App}: the cron job {Url} is not run: this system's time zone database has no {Zone} any more")]
    public static partial void NoZone(this ILogger logger, string app, string url, string zone);

    [LoggerMessage(5010, LogLevel.Warning, "{App}: the run of {Url} that was due at {Scheduled:u} was interrupted by the end of its silo and is repeated")]
    public static partial void Repeated(this ILogger logger, string app, string url, DateTimeOffset scheduled);

    [LoggerMessage(5011, LogLevel.Error, "{App}: the run of {Url} that was due at {Scheduled:u} was interrupted twice; it is not repeated again")]
    public static partial void GivenUp(this ILogger logger, string app, string url, DateTimeOffset scheduled);

    [LoggerMessage(5012, LogLevel.Warning, "{App}: {Url}, due at {Scheduled:u}, attempt {Attempt}: {Outcome}; the next attempt is in {Wait}")]
    public static partial void WillRetry(this ILogger logger, string app, string url, DateTimeOffset scheduled, int attempt, string outcome, TimeSpan wait);

    [LoggerMessage(5013, LogLevel.Warning, "{App}: {Url}, due at {Scheduled:u}, failed: {Outcome}")]
    public static partial void Failed(this ILogger logger, string app, string url, DateTimeOffset scheduled, string outcome);

    [LoggerMessage(5014, LogLevel.Warning, "{App}: {PassedOver} runs of {Url} before {Scheduled:u} were passed over: nothing ran, or the run before took too long")]
    public static partial void PassedOver(this ILogger logger, string app, int passedOver, string url, DateTimeOffset scheduled);

    [LoggerMessage(5020, LogLevel.Error, "Cron: {What} failed and is tried again: {Reason}")]
    public static partial void StoreFailed(this ILogger logger, string what, string reason);

}
