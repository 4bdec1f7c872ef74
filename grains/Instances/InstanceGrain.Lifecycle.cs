using System.Globalization;
using Actors.Grains.Workers;

namespace Actors.Grains.Instances;

/// <summary>What the platform asks of an instance, and how it begins and ends because of the answers.</summary>
internal sealed partial class InstanceGrain
{
    private Task _starting = Task.CompletedTask;
    private string? _endedBecause;

    /// <summary>A start request may run for hours, so nothing waits for it: the version grain is told.</summary>
    private void BeginStartRequest(IWorker worker, ILifecycleRequest request) =>
        this.RegisterGrainTimer(
            async cancelled =>
            {
                _starting = StartAsync(worker, request);
                await _starting.WaitAsync(cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });

    private async Task StartAsync(IWorker worker, ILifecycleRequest request)
    {
        var (status, replace) = await AskAsRequestAsync(worker, request);
        _lastActive = time.GetTimestamp();
        if (status is null || _state != InstanceState.Starting)
            return;
        if (status is not (>= 200 and <= 299 or 404))
        {
            _endedBecause = string.Create(CultureInfo.InvariantCulture, $"answered /_ah/start with {status}, which ends it");
            await worker.DisposeAsync();
            return;
        }

        _state = InstanceState.Serving;
        await TellAsync(version => version.InstanceReady(Id, _deployment!.Generation));
        if (replace is not null)
            await DrainByItselfAsync(replace);
    }

    public async Task WarmUp()
    {
        if (_state != InstanceState.Serving || _slots.Running > 0 || lifecycle.Make(_deployment!, Id, LifecycleKind.WarmUp) is not { } request)
            return;
        _slots.Enter(out _);
        try
        {
            await WarmUpAsync(_worker!, request).WaitAsync(lifecycleOptions.Value.WarmUpTimeout, time);
        }
        catch (TimeoutException)
        {
            _log.StillWarming(_deployment!.Key, Id, lifecycleOptions.Value.WarmUpTimeout.TotalSeconds);
        }
    }

    private async Task WarmUpAsync(IWorker worker, ILifecycleRequest request)
    {
        var (_, replace) = await AskAsRequestAsync(worker, request);
        LeaveSlot();
        if (replace is not null)
            await DrainByItselfAsync(replace);
    }

    /// <summary>Ends the worker: its requests are over, or their time is. Once.</summary>
    private async Task FinishAsync(TimeSpan shutdownGrace, TimeSpan stopGrace, CancellationToken cancellationToken)
    {
        if (_finishing || _worker is not { } worker)
            return;
        _finishing = true;
        if (_deployment!.RunsLong && !worker.Ended.IsCompleted && shutdownGrace > TimeSpan.Zero)
            await ShutDownAsync(worker, shutdownGrace, cancellationToken);
        await worker.StopAsync(stopGrace, cancellationToken);
    }

    /// <summary>The shutdown hook runs; background threads, and a start request that still runs, see that the instance ends.</summary>
    private async Task ShutDownAsync(IWorker worker, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (lifecycle.Make(_deployment!, Id, LifecycleKind.Stop) is not { } request)
            return;
        var ends = new List<Task> { AskAsync(request, worker.HandleBesideAsync(request.Frame)), _starting };
        ends.AddRange(_background.Select(thread => thread.Ended));
        try
        {
            await Task.WhenAll(ends).WaitAsync(grace, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            _log.ShutdownCut(_deployment!.Key, Id, grace.TotalSeconds, _background.Count);
        }
    }

    /// <summary>Asks what counts as one of the instance's requests.</summary>
    private async Task<(int? Status, string? Replace)> AskAsRequestAsync(IWorker worker, ILifecycleRequest request)
    {
        _requests++;
        var (status, replace) = await AskAsync(request, worker.HandleAsync(request.Frame, _taskDeadline, CancellationToken.None));
        if (status is null or >= 500)
            _load.Fail();
        return (status, replace);
    }

    /// <summary>Waits for the answer to a request of the platform's own. No status when the worker ended before it.</summary>
    private async Task<(int? Status, string? Replace)> AskAsync(ILifecycleRequest request, ValueTask<WorkerAnswer> exchange)
    {
        try
        {
            var answer = await exchange;
            Learn(answer);
            return (request.Answered(answer), answer.Replace);
        }
        catch (WorkerEndedException ended)
        {
            request.Failed($"The worker {ended.End.Describe()}.");
            return default;
        }
    }

    private async Task TellAsync(Func<IVersionGrain, Task> tell)
    {
        try
        {
            await tell(GrainFactory.GetGrain<IVersionGrain>(_deployment!.Key));
        }
#pragma warning disable CA1031 // Whatever ails the version grain, its storage included: the instance's own life goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _log.EndNotTold(_deployment!.Key, Id, failure.Message);
        }
    }
}
