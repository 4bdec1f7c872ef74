using Actors.Grains.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Invocation;

namespace Actors.Grains.Instances;

/// <summary>
/// Owns one worker. Requests come in beside each other; <see cref="RequestSlots"/> says which of them runs, waits or is sent away.
/// The activation stays while the worker lives: draining is state, <see cref="Grain.DeactivateOnIdle"/> comes last.
/// </summary>
[MayInterleave(nameof(ComesInBeside))]
internal sealed partial class InstanceGrain(
    IWorkerSpawner spawner,
    ILifecycleRequests lifecycle,
    IOptions<InstanceOptions> options,
    IOptions<LifecycleOptions> lifecycleOptions,
    IOptions<DeadlineOptions> deadlines,
    TimeProvider time,
    ILogger<InstanceGrain> logger) : Grain, IInstanceGrain
{
    /// <summary>How long a start may take, hours:minutes:seconds, before it is given up.</summary>
    public const string LongestStart = "00:02:00";

    /// <summary>What an empty worker may take to end by itself.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    /// <summary>The same after a shutdown while the silo stops.</summary>
    private static readonly TimeSpan ShortStopGrace = TimeSpan.FromSeconds(1);

    private readonly InstanceLog _log = new(logger);
    private RequestSlots _slots = new(0, 0);
    private VersionDeployment? _deployment;
    private IWorker? _worker;
    private InstanceState _state = InstanceState.Gone;
    private DateTimeOffset _started;
    private long _lastActive;
    private long _requests;
    private bool _finishing;
    private string? _drainAsked;
    private int? _number;
    private bool _hasAnswered;
    private RequestDeadline _userDeadline;
    private RequestDeadline _taskDeadline;

    private string Id => this.GetPrimaryKeyString()[(this.GetPrimaryKeyString().LastIndexOf('/') + 1)..];

    /// <summary>Lets requests in beside a running start or other requests: Handle itself answers at once what it cannot run.</summary>
    public static bool ComesInBeside(IInvokable call) => call.GetMethodName() == nameof(IInstanceGrain.Handle);

    public async Task<InstanceDescription> Start(VersionDeployment deployment, int? number)
    {
        if (_state != InstanceState.Gone || _deployment is not null)
            throw new InvalidOperationException($"Instance {Id} was started before; a key is used once.");
        _deployment = deployment;
        _number = number;
        _state = InstanceState.Starting;
        DelayDeactivation(TimeSpan.FromDays(3650));
        try
        {
            _worker = await spawner.SpawnAsync(new WorkerStart(deployment, Id, number, GrainFactory.GetGrain<IInstanceGrain>(this.GetPrimaryKeyString())), CancellationToken.None);
        }
        catch
        {
            LeaveForGood();
            throw;
        }
        _userDeadline = deadlines.Value.For(deployment, RequestKind.User);
        _taskDeadline = deadlines.Value.For(deployment, RequestKind.Task);
        _slots = new RequestSlots(deployment.MaxConcurrentRequests, options.Value.Allowance);
        _started = time.GetUtcNow();
        _lastActive = time.GetTimestamp();
        _ = WatchAsync(_worker);
        TellThatItLives();
        _log.Started(deployment.Key, Id, _worker.Pid, _worker.Journey.TotalMicroseconds / 1000.0);
        if (_drainAsked is { } why)
            BeginDraining(why);
        else if (deployment.RunsLong && lifecycle.Make(deployment, Id, LifecycleKind.Start) is { } request)
            BeginStartRequest(_worker, request);
        else
            _state = InstanceState.Serving;
        return Description(isBrief: true);
    }

    public async Task<AppAnswer> Handle(AppRequest request)
    {
        if (_state != InstanceState.Serving)
            return AppAnswer.Gone;
        switch (_slots.Enter(out var turn))
        {
            case SlotEntry.Refused:
                return AppAnswer.Busy;
            case SlotEntry.Waits when !await turn!:
                return AppAnswer.Gone;
        }
        var isFirst = _requests++ == 0;
        var began = _load.Begin();
        var isError = true;
        try
        {
            var answer = await _worker!.HandleAsync(request.Frame, request.Kind == RequestKind.User ? _userDeadline : _taskDeadline, CancellationToken.None);
            (_hasAnswered, isError) = (_hasAnswered || !answer.IsLoadFailure, answer.IsError);
            Learn(answer);
            if (answer.Replace is { } why)
                await DrainByItselfAsync(why);
            return new AppAnswer(AppOutcome.Served, answer.Frame, answer.Note, isFirst);
        }
        catch (WorkerEndedException ended)
        {
            isError = ended.Begun; // else it is tried elsewhere
            return ended.Begun ? new AppAnswer(ended.Overdue ? AppOutcome.Overdue : AppOutcome.Died, null, ended.End.Describe(), isFirst) : AppAnswer.Gone;
        }
        finally
        {
            _load.End(began, LeaveSlot(), isError);
        }
    }

    public Task Drain(string why)
    {
        // Its worker may not be there yet.
        if (_state == InstanceState.Starting && _worker is null)
            _drainAsked ??= why;
        else if (_state is InstanceState.Starting or InstanceState.Serving)
            BeginDraining(why);
        return Task.CompletedTask;
    }

    private void BeginDraining(string why)
    {
        _state = InstanceState.Draining;
        _slots.Close();
        _log.Draining(_deployment!.Key, Id, why, _slots.Running);
        this.RegisterGrainTimer(
            () => FinishAsync(lifecycleOptions.Value.ShutdownGrace, StopGrace, CancellationToken.None),
            new GrainTimerCreationOptions(options.Value.DrainTimeout, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        FinishWhenEmpty();
    }

    /// <summary>The version grain hears of it before the answer is out: nobody is sent here any more.</summary>
    private async Task DrainByItselfAsync(string why)
    {
        if (_state != InstanceState.Serving)
            return;
        await Drain(why);
        await TellAsync(version => version.InstanceDrains(Id, IsInVain ? _endedBecause : null));
    }

    /// <summary>It ends because of what its app did, and has answered no request.</summary>
    private bool IsInVain => _endedBecause is not null && !_hasAnswered;

    private void Learn(in WorkerAnswer answer)
    {
        if (answer.IsLoadFailure)
            _endedBecause ??= "could not load its app";
    }

    public Task<InstanceDescription> Describe(bool withMemory) => Task.FromResult(Description(isBrief: !withMemory));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_worker is null || _state == InstanceState.Gone)
            return;
        _state = InstanceState.Draining; // the silo stops: its gateways have let go already
        var grace = lifecycleOptions.Value.SiloShutdownGrace;
        if (!_finishing)
            await FinishAsync(grace, _deployment!.RunsLong ? ShortStopGrace : StopGrace, cancellationToken);
        else if (await Task.WhenAny(_worker.Ended, Task.Delay(grace + ShortStopGrace, time, cancellationToken)) != _worker.Ended)
            await _worker.DisposeAsync(); // It was ending already, and has no more time than the others.
    }

    private InstanceDescription Description(bool isBrief) => new()
    {
        Id = Id,
        State = _state,
        Pid = _worker?.Pid ?? 0,
        Requests = _requests,
        InFlight = _slots.Running,
        Started = _started,
        LastActive = IsActive ? time.GetUtcNow() : time.GetUtcNow() - time.GetElapsedTime(_lastActive),
        Journey = isBrief ? SpawnJourney.None : _worker?.Journey ?? SpawnJourney.None,
        Memory = isBrief ? null : _worker?.Memory(),
        Layers = isBrief ? [] : _worker?.Layers ?? [],
        Number = _number,
        BackgroundThreads = _background.Count == 0 ? [] : _background.Select(thread => thread.Describe(time)).ToArray(),
        Cpu = _load.Cpu(_worker, exactly: !isBrief || IsActive),
        RequestTime = _load.RequestTime,
        Ended = _load.Ended,
        Latency = isBrief ? null : _load.Latency,
        Errors = _load.Errors,
    };

    private bool IsActive => _slots.Running > 0 || _background.Count > 0 || !_starting.IsCompleted;

    /// <summary>A request has left; returns when.</summary>
    private long LeaveSlot()
    {
        var now = _lastActive = time.GetTimestamp();
        _slots.Leave();
        if (_state == InstanceState.Draining)
            FinishWhenEmpty();
        return now;
    }

    private void FinishWhenEmpty()
    {
        if (_slots.Running == 0)
            _ = FinishAsync(lifecycleOptions.Value.ShutdownGrace, StopGrace, CancellationToken.None);
    }

    /// <summary>The one place where an instance's life ends: its worker is gone, whoever ended it.</summary>
    private async Task WatchAsync(IWorker worker)
    {
        var end = await worker.Ended;
        var expected = _state == InstanceState.Draining;
        _state = InstanceState.Gone;
        _slots.Close();
        var how = _endedBecause ?? end.Describe();
        if (expected)
            _log.Ended(_deployment!.Key, Id, _requests);
        else if (_endedBecause is not null)
            _log.Refused(_deployment!.Key, Id, how);
        else
            _log.Died(_deployment!.Key, Id, how, _slots.Running);
        await TellAsync(version => version.InstanceEnded(Id, how, IsInVain || (!expected && !_hasAnswered)));
        LeaveForGood();
    }

    private void LeaveForGood()
    {
        _state = InstanceState.Gone;
        DelayDeactivation(TimeSpan.Zero);
        DeactivateOnIdle();
    }
}
