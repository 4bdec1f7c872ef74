namespace Actors.Grains.Workers;

/// <summary>The worker's process ended while it had work. The instance grain turns it into an answer.</summary>
/// <param name="end">How it ended.</param>
/// <param name="begun">False when the request had not reached the worker, so that it may be tried elsewhere.</param>
[GenerateSerializer, Alias("actors.WorkerEndedException")]
public sealed class WorkerEndedException(WorkerEnd end, bool begun) : Exception($"The worker {end.Describe()}.")
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public WorkerEnd End { get; } = end;

    /// <summary>The app may have seen the request.</summary>
    [Id(1)]
    public bool Begun { get; } = begun;
}
