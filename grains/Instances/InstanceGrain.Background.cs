using Actors.Grains.Workers;

namespace Actors.Grains.Instances;

/// <summary>
/// Background threads. Each is a grain timer, whose callback runs its request on a worker connection of its own and ends with it:
/// <code>
/// app -> system.StartBackgroundRequest -> StartBackground -> timer -> /_ah/background -> the thread runs in it -> its answer
/// </code>
/// </summary>
internal sealed partial class InstanceGrain
{
    private readonly List<BackgroundThread> _background = [];

    public Task<BackgroundStart> StartBackground() => Task.FromResult(BeginBackground());

    private BackgroundStart BeginBackground()
    {
        if (_deployment is { RunsLong: false })
            return new BackgroundStart(BackgroundOutcome.ScaledAutomatically);
        if (_state is not (InstanceState.Starting or InstanceState.Serving) || _worker is not { } worker)
            return new BackgroundStart(BackgroundOutcome.Ending);
        if (_background.Count >= BackgroundThreads.Most)
            return new BackgroundStart(BackgroundOutcome.LimitReached);
        var id = Versions.InstanceId.New();
        if (lifecycle.Make(_deployment!, Id, LifecycleKind.Background, id) is not { } request)
            return new BackgroundStart(BackgroundOutcome.Ending);
        var thread = new BackgroundThread(id, time.GetUtcNow(), time.GetTimestamp());
        _background.Add(thread);
        var timer = new IGrainTimer?[1];
        timer[0] = this.RegisterGrainTimer(
            async cancelled =>
            {
                // The thread does not end with the activation, whose end waits for callbacks: it is told to by the shutdown that comes then.
                thread.Ended = RunBackgroundAsync(worker, thread, request);
                await thread.Ended.WaitAsync(cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                timer[0]?.Dispose();
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        return new BackgroundStart(BackgroundOutcome.Started, id);
    }

    private async Task RunBackgroundAsync(IWorker worker, BackgroundThread thread, ILifecycleRequest request)
    {
        var (_, replace) = await AskAsync(request, worker.HandleBesideAsync(request.Frame));
        _background.Remove(thread);
        _lastActive = time.GetTimestamp();
        if (replace is not null)
            await DrainByItselfAsync(replace);
    }
}
