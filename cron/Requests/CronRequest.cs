namespace Actors.Cron;

/// <summary>One attempt of a run: a GET with <c>X-Appengine-Cron: true</c> from 0.1.0.2.</summary>
/// <param name="App">Application id.</param>
/// <param name="Url">Path, perhaps with a query.</param>
/// <param name="Target">A service, a version of the default service, or <c>service:version</c>; null for the default service.</param>
public sealed record CronRequest(string App, string Url, string? Target)
{
    /// <summary>The internal queue's name, as in first-generation production.</summary>
    public const string Queue = "__cron";

    /// <summary>Names the occurrence.</summary>
    public required string TaskName { get; init; }

    /// <summary>When it was due.</summary>
    public required DateTimeOffset Scheduled { get; init; }

    /// <summary>Attempts before this one.</summary>
    public int Retries { get; init; }

    /// <summary>How long it may take, where the job says so; otherwise the platform's deadlines hold.</summary>
    public TimeSpan? Deadline { get; init; }
}
