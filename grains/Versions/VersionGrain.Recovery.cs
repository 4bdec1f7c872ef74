using Orleans.Storage;

namespace Actors.Grains.Versions;

/// <summary>
/// How a version grain finds its instances again when its activation was lost and they were not: their ids are kept, written when one comes or goes; each is asked what it does; gateways say with
/// their next renewal, or when they ask for a slot, what they hold. An instance tells every now and then that it lives, which wakes the version grain, and ends when that does not know it.
/// </summary>
internal sealed partial class VersionGrain
{
    /// <summary>How long an instance may take to say what it does; after that it is asked again on the patrol.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>By then every gateway that holds slots has renewed.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(35);

    private Task? _recovery;
    private Task _saving = Task.CompletedTask;
    private bool _isUnsaved;
    private bool _hasRecovered;
    private TimeSpan _settled;

    private Task RecoverAsync() => _recovery ??= state.State.Instances.Count == 0 ? Task.CompletedTask : FindInstancesAsync(state.State.Instances);

    private async Task FindInstancesAsync(IReadOnlyList<KnownInstance> known)
    {
        await KnowDeploymentAsync();
        var described = await Task.WhenAll(known.Select(instance => AskAsync(Instance(instance.Id))));
        foreach (var (instance, description) in known.Zip(described))
            if (description is not { State: InstanceState.Gone })
                Recover(instance, description);
        Save();
        if (_roster.All.Count == 0)
            return;
        _hasRecovered = true;
        _settled = Now + Settling;
        _log.Recovered(Key, _roster.Serving, _roster.All.Count);
        Patrol();
    }

    private void Recover(KnownInstance known, InstanceDescription? description)
    {
        var entry = new RosterEntry(known.Id, known.Number, known.Generation, Instance(known.Id), Now) { IsKnownToRun = true };
        if (description is not null)
            entry.Recover(description, Now, time.GetUtcNow());
        _roster.Add(entry);
        if (known.Generation != _deployment?.Generation || state.State.IsStopped)
        {
            Drain([entry], "its deployment was replaced");
            return;
        }

        if (description?.State is not (InstanceState.Serving or InstanceState.Draining))
            return;
        _roster.Move(entry, description.State);
        if (description.State == InstanceState.Serving)
            _ledger.Add(known.Id, _deployment.MaxConcurrentRequests, known.Number);
    }

    private async Task<InstanceDescription?> AskAsync(IInstanceGrain instance)
    {
        try
        {
            return await instance.Describe(false).WaitAsync(Patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    /// <summary>Writes down which instances there are; one write at a time, and the next has all that came meanwhile.</summary>
    private void Save()
    {
        _isUnsaved = true;
        if (_saving.IsCompleted)
            _saving = SaveAsync();
    }

    private async Task SaveAsync()
    {
        while (_isUnsaved)
        {
            _isUnsaved = false;
            state.State.Instances = [.. _roster.All.Select(static entry => new KnownInstance(entry.Id, entry.Number, entry.Generation))];
            try
            {
                await state.WriteStateAsync();
            }
            catch (InconsistentStateException)
            {
                DeactivateOnIdle(); // another activation has taken over
                return;
            }
#pragma warning disable CA1031 // Whatever ails the storage, the version serves; the next change is written again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _log.NotSaved(Key, failure.Message);
                return;
            }
        }
    }
}
