namespace Actors.Cron;

/// <summary>A run to come.</summary>
/// <param name="Utc">When.</param>
/// <param name="Local">The same in the job's zone.</param>
/// <param name="Note">Where the clocks' changes skip or repeat a run, what happens; otherwise null.</param>
public sealed record PreviewedRun(DateTimeOffset Utc, DateTimeOffset Local, string? Note);
