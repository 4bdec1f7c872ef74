using System.ComponentModel.DataAnnotations;

namespace Actors.Cron;

/// <summary>Scheduled tasks. Section <c>Cron</c>.</summary>
public sealed class CronOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cron";

    /// <summary>Whether jobs are run. Default true. Without it they are kept and shown, and what falls due meanwhile is caught up with once, later.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most runs under way at a time in this silo; 1 to 10,000, default 200. More wait, oldest first.</summary>
    [Range(1, 10_000, ErrorMessage = "Cron:MaxConcurrentRuns is how many jobs run at a time; allowed are 1 to 10000.")]
    public int MaxConcurrentRuns { get; set; } = 200;

    /// <summary>How long finished runs stay in the history; 1 hour to 3650 days, default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ErrorMessage = "Cron:History is days.hours:minutes:seconds; allowed are 01:00:00 to 3650.00:00:00.")]
    public TimeSpan History { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often a silo of a cluster says that it lives; one that is silent for about twice as long has its runs taken over. 1 second to 5 minutes, default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Cron:CheckIn is hours:minutes:seconds; allowed are 00:00:01 to 00:05:00.")]
    public TimeSpan CheckIn { get; set; } = TimeSpan.FromSeconds(5);
}
