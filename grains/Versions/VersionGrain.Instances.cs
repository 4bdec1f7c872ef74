using Actors.Grains.Workers;

namespace Actors.Grains.Versions;

/// <summary>The lives of the instances.</summary>
internal sealed partial class VersionGrain
{
    public async Task InstanceReady(string instanceId, long generation)
    {
        await RecoverAsync();
        if (_roster.Find(instanceId) is { } entry)
            Serve(entry);
    }

    public async Task InstanceDrains(string instanceId, string? inVain)
    {
        await RecoverAsync();
        if (_roster.Find(instanceId) is not { State: InstanceState.Starting or InstanceState.Serving } entry) // starting: while it is warmed up
            return;
        LetGo(entry);
        if (inVain is not null)
        {
            entry.IsCounted = true; // now, before another one is started for it
            EndedInVain(inVain);
        }

        Publish();
        Decide();
    }

    public async Task InstanceEnded(string instanceId, string why, bool inVain)
    {
        await RecoverAsync();
        var entry = Forget(instanceId);
        if (!inVain)
            _backOff.Reset();
        else if (entry is not ({ IsKilled: true } or { IsCounted: true }))
            EndedInVain(why);
        Decide();
    }

    public async Task<bool> InstanceLives(string instanceId)
    {
        await RecoverAsync();
        Patrol();
        return _roster.Find(instanceId) is not null;
    }

    public async Task<IReadOnlyList<InstanceDescription>> Instances()
    {
        await RecoverAsync();
        var described = await Task.WhenAll(_roster.All.ToArray().Select(static entry => entry.Grain.Describe(true)));

        // One that is being warmed up says that it serves, and is not asked yet.
        return described.Select(instance => _roster.Find(instance.Id) is not { } entry ? null : entry.State == InstanceState.Starting ? instance with { State = InstanceState.Starting } : instance)
            .OfType<InstanceDescription>().ToArray();
    }

    private IInstanceGrain Instance(string id) => GrainFactory.GetGrain<IInstanceGrain>($"{Key}/{id}");

    private RosterEntry AddInstance(VersionDeployment deployment)
    {
        var id = InstanceId.New();
        int? number = deployment.Scaling.Kind == ScalingKind.Automatic ? null : _roster.FreeNumber();
        var entry = new RosterEntry(id, number, deployment.Generation, Instance(id), Now);
        _roster.Add(entry);
        Save();
        return entry;
    }

    private async Task StartAsync(RosterEntry entry, VersionDeployment deployment)
    {
        InstanceDescription described;
        try
        {
            described = await entry.Grain.Start(deployment, entry.Number);
            if (_roster.Serving > 0 || !_pending.HasRequests)
                await entry.Grain.WarmUp(); // else the loading request is that of who waits for it
        }
        catch (Exception failure) when (failure is SpawnFailedException or TimeoutException or OrleansException)
        {
            CouldNotStart(entry.Id, failure);
            return;
        }

        entry.IsKnownToRun = true;
        if (entry.State == InstanceState.Draining)
            await TellToDrainAsync(entry, "its deployment was replaced while it started");
        else if (described.State == InstanceState.Serving)
            Serve(entry);
    }

    private void CouldNotStart(string id, Exception failure)
    {
        Forget(id);
        EndedInVain(failure.Message);
        IReadOnlyList<PendingRequest> refused = _roster.Serving > 0 ? [] : _pending.RemoveAll();

        // Who waits is told why, and says so in the request's own place; what nobody hears is said here.
        if (refused.Count > 0)
            _log.StartFailedForRequests(Key, id, refused.Count);
        else
            _log.StartFailed(Key, id, failure.Message);
        Refuse(refused, StartFailed(failure));
        TellPressure();
    }

    /// <summary>From now on it takes requests.</summary>
    private void Serve(RosterEntry entry)
    {
        if (entry.State != InstanceState.Starting || _roster.Find(entry.Id) != entry)
            return;
        var now = Now;
        _history.Started(now - entry.Since);
        entry.Since = now;
        entry.IsKnownToRun = true;
        _roster.Move(entry, InstanceState.Serving);
        _ledger.Add(entry.Id, _deployment!.MaxConcurrentRequests, entry.Number);
        GrantPending();
        Publish();
        Decide();
    }

    /// <summary>They get no new requests, finish their own and end. Gateways hear of it first, so that few requests come that they have to send back.</summary>
    private void Drain(IEnumerable<RosterEntry> entries, string why)
    {
        var drained = entries.Where(static entry => entry.State is InstanceState.Starting or InstanceState.Serving).ToArray();
        if (drained.Length == 0)
            return;
        Array.ForEach(drained, LetGo);
        Publish();
        Array.ForEach(drained, entry => _ = TellToDrainAsync(entry, why));
    }

    private void LetGo(RosterEntry entry)
    {
        _roster.Move(entry, InstanceState.Draining);
        _ledger.Remove(entry.Id);
    }

    private async Task TellToDrainAsync(RosterEntry entry, string why)
    {
        try
        {
            await entry.Grain.Drain(why);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            _log.NotToldToDrain(Key, entry.Id, failure.Message); // the patrol tells it again
        }
    }

    private RosterEntry? Forget(string id)
    {
        var entry = _roster.Remove(id);
        if (entry is not null)
            Save();
        if (_ledger.Remove(id))
            Publish();
        return entry;
    }

    private void EndedInVain(string why)
    {
        var now = time.GetUtcNow();
        _backOff.Fail(why, now);
        if (_backOff.IsOn)
            _log.BackedOff(Key, _backOff.InARow, _backOff.Pause(now).TotalSeconds, why);
    }

    private SlotGrant BackedOff(TimeSpan pause) => new(
        GrantOutcome.StartFailed,
        null,
        $"The app's process has ended {_backOff.InARow} times in a row before it had answered a request.",
        $"The last one {_backOff.Why}.",
        $"The next is started in {Math.Ceiling(pause.TotalSeconds)} s, or when the app changes.");

    private static SlotGrant StartFailed(Exception failure) => failure is SpawnFailedException spawn
        ? new SlotGrant(GrantOutcome.StartFailed, null, spawn.Summary, spawn.Explanation, spawn.Remedy)
        : new SlotGrant(GrantOutcome.StartFailed, null, "No instance could be started.", failure.Message, "See the silo's log.");
}
