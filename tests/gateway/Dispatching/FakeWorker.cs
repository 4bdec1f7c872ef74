using Actors.Grains;
using Actors.Grains.Workers;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>A worker that answers when the test lets it; it remembers how many requests it had at a time.</summary>
internal sealed class FakeWorker(Func<Task>? work = null) : IWorker
{
    private readonly TaskCompletionSource<WorkerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Completed();
    private int _inside;

    public int Pid => 1;

    public SpawnJourney Journey => SpawnJourney.None;

    public IReadOnlyList<string> Layers => [];

    public Task<WorkerEnd> Ended => _ended.Task;

    public int Most { get; private set; }

    public int Served { get; private set; }

    public int Inside => Volatile.Read(ref _inside);

    /// <summary>What the platform started it as.</summary>
    public required WorkerStart Start { get; init; }

    /// <summary>Processor time that it says it has used.</summary>
    public TimeSpan? UsedCpu { get; set; }

    /// <summary>The app answers with an error.</summary>
    public bool Fails { get; set; }

    /// <summary>The app cannot be loaded, which every answer says.</summary>
    public bool CannotLoad { get; init; }

    /// <summary>From now on requests wait.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those that wait, and all later ones, are answered.</summary>
    public void LetGo() => _open.TrySetResult();

    /// <summary>The process dies.</summary>
    public void Die() => _ended.TrySetResult(new WorkerEnd(null, 9, ""));

    public async ValueTask<WorkerAnswer> HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken)
    {
        lock (_lock)
            Most = Math.Max(Most, ++_inside);
        try
        {
            if (await Task.WhenAny(_open.Task, Ended) == Ended)
                throw new WorkerEndedException(await Ended, true);
            if (work is not null)
                await work();
            return CannotLoad ? new WorkerAnswer([2], "its app could not be loaded", IsError: true, IsLoadFailure: true) : new WorkerAnswer([2], IsError: Fails);
        }
        finally
        {
            lock (_lock)
            {
                _inside--;
                Served++;
            }
        }
    }

    public ValueTask<WorkerAnswer> HandleBesideAsync(byte[] request) => HandleAsync(request, RequestDeadline.None, CancellationToken.None);

    public Task<WorkerEnd> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _ended.TrySetResult(new WorkerEnd(0, null, ""));
        return Ended;
    }

    public long? Memory() => null;

    public TimeSpan? Cpu() => UsedCpu;

    public ValueTask DisposeAsync()
    {
        Die();
        return default;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
