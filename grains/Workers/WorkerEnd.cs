namespace Actors.Grains.Workers;

/// <summary>How a worker's process ended.</summary>
/// <param name="ExitCode">Its exit status, or null when a signal ended it or nobody could tell.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="LastOutput">The last lines it wrote to standard error, at most 4 KiB.</param>
public sealed record WorkerEnd(int? ExitCode, int? Signal, string LastOutput)
{
    /// <summary>One clause for a log line, such as "was killed by signal 9".</summary>
    public override string ToString() =>
        Signal is { } signal ? $"was killed by signal {signal}" : ExitCode is { } code ? $"exited with status {code}" : "is gone";
}

/// <summary>The worker's process ended while it had work.</summary>
public sealed class WorkerEndedException(WorkerEnd end) : Exception($"The worker {end}.")
{
    /// <summary>How it ended.</summary>
    public WorkerEnd End { get; } = end;
}
