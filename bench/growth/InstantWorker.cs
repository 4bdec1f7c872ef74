using Actors.Grains;
using Actors.Grains.Workers;

namespace Actors.Bench.Growth;

/// <summary>A worker that answers at once, so that what is measured is the way there and back.</summary>
internal sealed class InstantWorker : IWorker
{
    private static readonly byte[] Answer = new byte[100];
    private readonly TaskCompletionSource<WorkerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid => 1;

    public SpawnJourney Journey => SpawnJourney.None;

    public IReadOnlyList<string> Layers => [];

    public Task<WorkerEnd> Ended => _ended.Task;

    public ValueTask<WorkerAnswer> HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken) => new(new WorkerAnswer(Answer));

    public ValueTask<WorkerAnswer> HandleBesideAsync(byte[] request) => new(new WorkerAnswer(Answer));

    public Task<WorkerEnd> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _ended.TrySetResult(new WorkerEnd(0, null, ""));
        return Ended;
    }

    public long? Memory() => null;

    public TimeSpan? Cpu() => TimeSpan.Zero;

    public ValueTask DisposeAsync()
    {
        _ended.TrySetResult(new WorkerEnd(null, 9, ""));
        return default;
    }
}
