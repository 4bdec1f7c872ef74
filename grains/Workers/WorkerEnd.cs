namespace Actors.Grains.Workers;

/// <summary>How a worker's process ended.</summary>
/// <param name="ExitCode">Its exit status, or null when a signal ended it or nobody could tell.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="LastOutput">The last lines it wrote to standard error, at most 4 KiB.</param>
/// <param name="Why">Why the silo killed it, as a main clause; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("actors.WorkerEnd")]
public sealed record WorkerEnd([property: Id(0)] int? ExitCode, [property: Id(1)] int? Signal, [property: Id(2)] string LastOutput, [property: Id(3)] string? Why = null)
{
    /// <summary>A clause for a log line, such as "was killed by signal 9", with its last output if there is any.</summary>
    public string Describe()
    {
        var how = Signal is { } signal ? $"was killed by signal {signal}" : ExitCode is { } code ? $"exited with status {code}" : "is gone";
        how = Why is null ? how : $"{how}, because {Why}";
        return LastOutput.Length == 0 ? how : $"{how}; its last output: {LastOutput.Trim()}";
    }
}
