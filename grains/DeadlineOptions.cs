using System.ComponentModel.DataAnnotations;

namespace Actors.Grains;

/// <summary>
/// How long requests may take. At the end of that time the app's code is told (<c>DeadlineExceededError</c>); after the grace its worker is killed.
/// Defaults are App Engine's. Section <c>Deadlines</c>.
/// </summary>
public sealed class DeadlineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Deadlines";

    /// <summary>A user's request to a python27 version that is scaled automatically; 100 ms to 7 days, default 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00", ErrorMessage = "Deadlines:FirstGeneration is hours:minutes:seconds; allowed are 00:00:00.1 to 7.00:00:00.")]
    public TimeSpan FirstGeneration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A user's request to a python3 version that is scaled automatically; 100 ms to 7 days, default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00", ErrorMessage = "Deadlines:SecondGeneration is hours:minutes:seconds; allowed are 00:00:00.1 to 7.00:00:00.")]
    public TimeSpan SecondGeneration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A request of a task queue, a schedule or the platform, to a version that is scaled automatically; 100 ms to 7 days, default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00", ErrorMessage = "Deadlines:Tasks is hours:minutes:seconds; allowed are 00:00:00.1 to 7.00:00:00.")]
    public TimeSpan Tasks { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Any request to a version with basic or manual scaling; 100 ms to 7 days, default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00", ErrorMessage = "Deadlines:BasicAndManual is hours:minutes:seconds; allowed are 00:00:00.1 to 7.00:00:00.")]
    public TimeSpan BasicAndManual { get; set; } = TimeSpan.FromHours(24);

    /// <summary>From the exception to the worker's end; 100 ms to 10 minutes, default 900 ms: App Engine's "less than a second".</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "Deadlines:Grace is hours:minutes:seconds; allowed are 00:00:00.1 to 00:10:00.")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromMilliseconds(900);

    /// <summary>The deadline of a kind of request to a version.</summary>
    public RequestDeadline For(VersionDeployment deployment, RequestKind kind)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var limit = deployment.RunsLong ? BasicAndManual
            : kind != RequestKind.User ? Tasks
            : deployment.Runtime == "python27" ? FirstGeneration
            : SecondGeneration;
        return new RequestDeadline(limit, Grace);
    }
}
