using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Versions;

/// <summary>How many instances there are to be: the snapshot, the rule's answer, and what is done about it.</summary>
internal sealed partial class VersionGrain
{
    private readonly ScalingParameters _parameters = ScalingParameters.Default;
    private readonly LoadHistory _history = new(ScalingParameters.Default);
    private readonly DecisionHistory _decisions = new();

    public Task<IReadOnlyList<ScalingRecord>> Decisions() => Task.FromResult(_decisions.All);

    private TimeSpan IdleTimeout => _deployment?.Scaling.IdleTimeout ?? _options.IdleTimeout;

    /// <summary>Where there is no room left for others, a hundredth of it; but a visitor's next click still finds the instance.</summary>
    private TimeSpan IdleTimeoutWhenShort => TimeSpan.FromTicks(Math.Min(IdleTimeout.Ticks, Math.Max(IdleTimeout.Ticks / 100, TimeSpan.TicksPerSecond)));

    /// <summary>Asks the rule, and does what it says. At every event that may change its answer: cheap when there is nothing to do.</summary>
    private void Decide()
    {
        if (_deployment is not { } deployment || state.State.IsStopped)
            return;
        if (silo.ApplicationStopping.IsCancellationRequested)
        {
            // Instances end because the silo does. Who waits for one that serves or starts still gets it.
            if (_roster.Starting + _roster.Serving == 0)
                RefuseAll(new SlotGrant(GrantOutcome.SiloStops));
            return;
        }

        var pause = _backOff.Pause(time.GetUtcNow());
        if (pause > TimeSpan.Zero && _roster.Starting + _roster.Serving == 0)
        {
            RefuseAll(BackedOff(pause));
            return;
        }

        var snapshot = Look(deployment, pause > TimeSpan.Zero);
        var shortOf = machine.ShortOf;
        var decision = ScalingRule.Decide(deployment.Scaling, snapshot, shortOf is null ? IdleTimeout : IdleTimeoutWhenShort, _parameters);
        if (decision.Start == 0 && decision.Drain.Count == 0)
            return;
        if (shortOf is not null && decision.Drain.Count > 0)
            decision = decision with { Why = $"{decision.Why}, and the machine is short of {shortOf}" };
        Remember(snapshot, decision);

        // All are on the roster before the first one starts: it may be there at once, and what comes of that is not to start the others again.
        var starts = Enumerable.Range(0, decision.Start).Select(_ => AddInstance(deployment)).ToArray();
        Array.ForEach(starts, entry => _ = StartAsync(entry, deployment));
        Drain(decision.Drain.Select(_roster.Find).OfType<RosterEntry>(), decision.Why);
        Patrol();
    }

    private void RefuseAll(SlotGrant grant)
    {
        Refuse(_pending.RemoveAll(), grant);
        TellPressure();
    }

    private ScalingSnapshot Look(VersionDeployment deployment, bool mayNotStart)
    {
        var now = Now;
        return new ScalingSnapshot
        {
            Now = now,
            SlotsPerInstance = deployment.MaxConcurrentRequests,
            Limit = mayNotStart ? 0 : _backOff.IsOn ? 1 : MostInstances(deployment),
            HasTraffic = state.State.HasTraffic,
            Instances = _roster.Loads,
            Pending = _pending.Count,
            OldestWait = _pending.Oldest is { } oldest ? time.GetElapsedTime(oldest) : TimeSpan.Zero,
            Recent = _history.At(now),
            MachineBusy = machine.Busy,
        };
    }

    private int MostInstances(VersionDeployment deployment)
    {
        var most = deployment.Scaling.MaxInstances;
        return most > 0 ? Math.Min(most, _options.MaxInstances) : _options.MaxInstances;
    }

    private void Remember(in ScalingSnapshot snapshot, ScalingDecision decision)
    {
        _decisions.Add(new ScalingRecord
        {
            At = time.GetUtcNow(),
            Started = decision.Start,
            Drained = decision.Drain,
            Why = decision.Why,
            Pending = snapshot.Pending,
            OldestWait = snapshot.OldestWait,
            Starting = _roster.Starting,
            Serving = _roster.Serving,
            Limit = snapshot.Limit,
            Concurrency = snapshot.Recent.Concurrency,
            Peak = snapshot.Recent.Peak,
            ServiceTime = snapshot.Recent.ServiceTime,
            StartTime = snapshot.Recent.StartTime,
            Cpu = snapshot.Instances.Sum(static instance => instance.Cpu),
            MachineBusy = snapshot.MachineBusy,
        });
        if (decision.Start > 0)
            _log.Starts(Key, decision.Start, decision.Why, _roster.Starting, _roster.Serving);
        else
            _log.Drains(Key, decision.Drain.Count, decision.Why, _roster.Starting, _roster.Serving);
    }
}
