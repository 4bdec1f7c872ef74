namespace Actors.Cron;

/// <summary>A run that should begin now.</summary>
/// <param name="Scheduled">The time that it was scheduled for.</param>
/// <param name="Before">How many before it were due as well and are not run: the silo was down, or the run before took too long.</param>
public readonly record struct DueRun(DateTimeOffset Scheduled, int Before);
