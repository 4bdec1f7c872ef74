namespace Actors.Grains.Workers;

/// <summary>The worker's process ended while it had work. The instance grain turns it into an answer.</summary>
/// <param name="end">How it ended.</param>
/// <param name="begun">False when the request had not reached the worker, so that it may be tried elsewhere.</param>
/// <param name="overdue">The request did not end at its deadline, which is why the worker was killed.</param>
[GenerateSerializer, Alias("actors.WorkerEndedException")]
public sealed class WorkerEndedException(WorkerEnd end, bool begun, bool overdue = false) : Exception($"The worker {end.Describe()}.")
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public WorkerEnd End { get; } = end;

    /// <summary>The app may have seen the request.</summary>
    [Id(1)]
    public bool Begun { get; } = begun;

    /// <summary>It was this request's deadline that ended the worker.</summary>
    [Id(2)]
    public bool Overdue { get; } = overdue;
}
