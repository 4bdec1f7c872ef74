namespace Actors.Grains.Workers;

/// <summary>Starts workers. Implemented in runtimes/; instance grains know nothing of processes.</summary>
public interface IWorkerSpawner
{
    /// <summary>Starts one worker and returns when it is ready for requests (milliseconds).</summary>
    /// <exception cref="SpawnFailedException">A step of the journey failed; nothing of the worker is left.</exception>
    Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken);
}
