namespace Actors.Grains.Workers;

/// <summary>One running worker process, owned by one instance grain.</summary>
public interface IWorker : IAsyncDisposable
{
    /// <summary>Process id, for people; nothing is ever signalled by it.</summary>
    int Pid { get; }

    /// <summary>How the start went, step by step.</summary>
    SpawnJourney Journey { get; }

    /// <summary>The layers that it is locked down with, by name.</summary>
    IReadOnlyList<string> Layers { get; }

    /// <summary>Completes, and never fails, when the process is gone.</summary>
    Task<WorkerEnd> Ended { get; }

    /// <summary>Sends the body of a REQUEST frame and returns the answer; at most <see cref="VersionDeployment.MaxConcurrentRequests"/> at a time.</summary>
    /// <param name="request">The frame's body.</param>
    /// <param name="deadline">When the app is told that its time is over, and when the worker is killed.</param>
    /// <param name="cancellationToken">Stops the wait, not the app.</param>
    /// <exception cref="WorkerEndedException">The process ended before it had answered.</exception>
    ValueTask<WorkerAnswer> HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken);

    /// <summary>Sends a request of the platform on a connection beside those for requests, and returns its answer; at most <see cref="WorkerStart.ConnectionsBeside"/> at a time. No deadline.</summary>
    /// <exception cref="WorkerEndedException">The process ended before it had answered.</exception>
    ValueTask<WorkerAnswer> HandleBesideAsync(byte[] request);

    /// <summary>Asks the worker to finish what runs and end; kills it when <paramref name="grace"/> is over.</summary>
    Task<WorkerEnd> StopAsync(TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Proportional set size in bytes, or null when the process is gone. Costs a read of /proc (about 0.2 ms).</summary>
    long? Memory();

    /// <summary>Processor time so far, to a hundredth of a second, or null when the process is gone. Costs a read of /proc (about 15 us).</summary>
    TimeSpan? Cpu();
}
