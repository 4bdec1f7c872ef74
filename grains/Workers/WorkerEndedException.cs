namespace Actors.Grains.Workers;

/// <summary>The worker's process ended while it had work. Stays inside the instance grain, which turns it into an answer.</summary>
public sealed class WorkerEndedException(WorkerEnd end) : Exception($"The worker {end.Describe()}.")
{
    /// <summary>How it ended.</summary>
    public WorkerEnd End { get; } = end;
}
