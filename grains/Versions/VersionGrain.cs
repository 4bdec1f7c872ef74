using Actors.Grains.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Grains.Versions;

/// <summary>
/// Decides which instances a version has and who may use them:
/// <code>
/// Acquire -> free slot? grant : pending queue -> InstanceDemand -> IInstanceGrain.Start -> SlotLedger -> grant, lease the rest, publish
/// Release (under pressure) -> SlotLedger -> first of the pending queue
/// Patrol (timer) -> waits that are over, idle instances, gateways that are gone
/// </code>
/// Reentrant: calls interleave at awaits, so state is read again after each.
/// </summary>
[Reentrant]
internal sealed partial class VersionGrain(IOptions<InstanceOptions> options, TimeProvider time, ILogger<VersionGrain> logger) : Grain, IVersionGrain
{
    private readonly VersionLog _log = new(logger);
    private readonly InstanceOptions _options = options.Value;
    private readonly SlotLedger _ledger = new();
    private readonly PendingQueue _pending = new(options.Value.PendingLimit);
    private readonly GatewayRegister _gateways = new(time, options.Value.GatewayExpiry);
    private readonly Dictionary<string, InstanceState> _instances = [];
    private readonly StartBackOff _backOff = new();
    private VersionDeployment? _deployment;
    private IGrainTimer? _patrol;
    private long _sequence = time.GetUtcNow().UtcTicks;
    private bool _pressure;

    private string Key => this.GetPrimaryKeyString();

    public async Task Deploy(VersionDeployment deployment)
    {
        if (_deployment is not null && deployment.Generation <= _deployment.Generation)
            return;
        _deployment = deployment;
        _backOff.Reset();
        foreach (var id in _instances.Keys.ToArray())
            await DrainAsync(id, "a newer deployment replaces it");
        StartWhatIsNeeded();
        Publish();
    }

    public async Task<VersionSnapshot> Subscribe(string gatewayId, IVersionObserver observer)
    {
        await KnowDeploymentAsync();
        var isNew = _gateways.Renew(gatewayId, observer);
        if (isNew && _ledger.LeaseFree(_gateways.Ids))
            Publish();
        Patrol();
        return SnapshotFor(gatewayId);
    }

    public Task<VersionSnapshot> Unsubscribe(string gatewayId)
    {
        _gateways.Retire(gatewayId);
        return Task.FromResult(SnapshotFor(gatewayId));
    }

    public async Task<SlotGrant> Acquire(string gatewayId, RequestKind kind, long seen)
    {
        if (!await KnowDeploymentAsync())
            return new SlotGrant(GrantOutcome.NoVersion);
        if (_pending.Count == 0 && _ledger.TakeOne(gatewayId) is { } instanceId)
        {
            _sequence++; // what this gateway holds is not what its snapshot says any more
            return new SlotGrant(GrantOutcome.Granted, instanceId);
        }

        if (_pending.Count == 0 && seen < _sequence && _ledger.HasLeases(gatewayId))
            return new SlotGrant(GrantOutcome.Look, Snapshot: SnapshotFor(gatewayId));
        var request = new PendingRequest(gatewayId, kind, time.GetTimestamp());
        if (!_pending.TryAdd(request))
            return new SlotGrant(GrantOutcome.QueueFull);
        StartWhatIsNeeded();
        Patrol();
        TellPressure();
        return await request.End;
    }

    public Task Release(string gatewayId, string instanceId, int slots)
    {
        _ledger.Release(gatewayId, instanceId, slots);
        GrantPending();
        return Task.CompletedTask;
    }

    public Task InstanceReady(string instanceId, long generation) =>
        _instances.GetValueOrDefault(instanceId) == InstanceState.Starting ? ServeAsync(instanceId, generation) : Task.CompletedTask;

    public Task InstanceDrains(string instanceId)
    {
        if (_instances.GetValueOrDefault(instanceId) != InstanceState.Serving)
            return Task.CompletedTask;
        _instances[instanceId] = InstanceState.Draining;
        if (_ledger.Remove(instanceId))
            Publish();
        StartWhatIsNeeded();
        return Task.CompletedTask;
    }

    public Task InstanceEnded(string instanceId, string why, bool inVain)
    {
        _instances.Remove(instanceId);
        if (inVain)
            EndedInVain(why);
        else
            _backOff.Reset();
        if (_ledger.Remove(instanceId))
            Publish();
        StartWhatIsNeeded();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<InstanceDescription>> Instances() => await DescribeAsync(withMemory: true);

    private IInstanceGrain Instance(string id) => GrainFactory.GetGrain<IInstanceGrain>($"{Key}/{id}");

    /// <summary>After a time without instances the activation may have been collected; the app grain knows what it was.</summary>
    private async Task<bool> KnowDeploymentAsync()
    {
        if (_deployment is not null)
            return true;
        var parts = Key.Split('/');
        var app = await GrainFactory.GetGrain<IAppGrain>(parts[0]).Snapshot();
        _deployment ??= app.Versions.FirstOrDefault(version => version.Key == Key);
        return _deployment is not null;
    }

    private void StartWhatIsNeeded()
    {
        if (_deployment is not { } deployment)
            return;
        var starting = _instances.Values.Count(state => state == InstanceState.Starting);
        var serving = _instances.Values.Count(state => state == InstanceState.Serving);
        if (_backOff.Pause(time.GetUtcNow()) is { Ticks: > 0 } pause)
        {
            if (starting + serving == 0)
                Refuse(_pending.RemoveAll(), BackedOff(pause));
            return;
        }
        var most = _backOff.IsOn ? 1 : deployment.MaxInstances > 0 ? Math.Min(deployment.MaxInstances, _options.MaxInstances) : _options.MaxInstances;
        var demand = new InstanceDemand(_pending.Count, starting, starting + serving, deployment.MaxConcurrentRequests, most);
        for (var count = demand.ToStart(); count > 0; count--)
            _ = StartInstanceAsync(deployment);
    }

    private async Task StartInstanceAsync(VersionDeployment deployment)
    {
        var id = InstanceId.New();
        _instances[id] = InstanceState.Starting;
        InstanceDescription description;
        try
        {
            description = await Instance(id).Start(deployment, null);
            if (_instances.ContainsValue(InstanceState.Serving))
                await Instance(id).WarmUp();
        }
        catch (Exception failure) when (failure is SpawnFailedException or TimeoutException or OrleansException)
        {
            _instances.Remove(id);
            EndedInVain(failure.Message);
            IReadOnlyList<PendingRequest> refused = _instances.ContainsValue(InstanceState.Serving) ? [] : _pending.RemoveAll();

            // Who waits is told why, and says so in the request's own place; what nobody hears is said here.
            if (refused.Count > 0)
                _log.StartFailedForRequests(Key, id, refused.Count);
            else
                _log.StartFailed(Key, id, failure.Message);
            Refuse(refused, StartFailed(failure));
            return;
        }

        // One that is still starting says by itself when it serves.
        if (description.State == InstanceState.Serving)
            await ServeAsync(id, deployment.Generation);
    }

    private async Task ServeAsync(string id, long generation)
    {
        if (!_instances.ContainsKey(id))
            return;
        _instances[id] = InstanceState.Serving;
        if (generation != _deployment!.Generation)
        {
            await DrainAsync(id, "a newer deployment replaced it while it started");
            StartWhatIsNeeded();
            return;
        }
        _ledger.Add(id, _deployment.MaxConcurrentRequests);
        GrantPending();
        Publish();
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

    private async Task DrainAsync(string id, string why)
    {
        // One that is still starting too: its start request may run for hours.
        if (_instances.GetValueOrDefault(id) is not (InstanceState.Starting or InstanceState.Serving))
            return;
        _instances[id] = InstanceState.Draining;
        _ledger.Remove(id);
        await Instance(id).Drain(why);
    }

    /// <summary>Free slots go to those that wait, in order; when nobody waits any more, to the gateways.</summary>
    private void GrantPending()
    {
        while (_pending.First is { } first && _ledger.TakeOne(first.GatewayId) is { } instanceId)
        {
            _pending.RemoveFirst();
            _sequence++;
            first.Answer(new SlotGrant(GrantOutcome.Granted, instanceId));
        }
        if (_pending.Count == 0 && _ledger.LeaseFree(_gateways.Ids))
            Publish();
        TellPressure();
    }

    private void TellPressure()
    {
        if (_pressure != _pending.Count > 0)
            Publish();
    }

    private void Publish()
    {
        _sequence++;
        _pressure = _pending.Count > 0;
        foreach (var (gatewayId, observer) in _gateways.All)
            observer.Publish(Key, SnapshotFor(gatewayId));
    }

    private VersionSnapshot SnapshotFor(string gatewayId) =>
        new(gatewayId, _sequence, _deployment?.Generation ?? 0, _pressure, _ledger.LeasesOf(gatewayId));

    private static void Refuse(IEnumerable<PendingRequest> requests, SlotGrant grant)
    {
        foreach (var request in requests)
            request.Answer(grant);
    }
}
