using Actors.Grains.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Grains.Versions;

/// <summary>
/// Decides which instances a version has and who may use them:
/// <code>
/// Acquire -> free slot? grant : pending queue -> Decide -> IInstanceGrain.Start -> SlotLedger -> grant, lease the rest, publish
/// Release (under pressure) -> SlotLedger -> first of the pending queue
/// Patrol (timer) -> waits that are over, gateways that are gone, what each instance says of itself -> Decide
/// Decide -> ScalingSnapshot -> ScalingRule -> starts and drains, and remembers why
/// </code>
/// Here are deployments and slots; <c>.Instances</c> has the instances' lives, <c>.Scaling</c> the decisions, <c>.Patrol</c> what is done from time to time, <c>.Stop</c> what
/// people ask for, <c>.Recovery</c> how it comes back on another machine. Reentrant: calls interleave at awaits, so state is read again after each.
/// </summary>
[Reentrant]
internal sealed partial class VersionGrain(
    [PersistentState("version", GrainStorageNames.Grains)] IPersistentState<VersionState> state,
    IOptions<InstanceOptions> options,
    IOptions<LifecycleOptions> lifecycle,
    IMachineLoad machine,
    IHostApplicationLifetime silo,
    TimeProvider time,
    ILogger<VersionGrain> logger) : Grain, IVersionGrain
{
    private readonly VersionLog _log = new(logger);
    private readonly InstanceOptions _options = options.Value;
    private readonly long _origin = time.GetTimestamp();
    private readonly SlotLedger _ledger = new();
    private readonly PendingQueue _pending = new(options.Value.PendingLimit);
    private readonly GatewayRegister _gateways = new(time, options.Value.GatewayExpiry);
    private readonly InstanceRoster _roster = new();
    private readonly StartBackOff _backOff = new();
    private VersionDeployment? _deployment;
    private long _sequence = time.GetUtcNow().UtcTicks;
    private bool _pressure;

    private string Key => this.GetPrimaryKeyString();

    /// <summary>The clock of everything that is decided here.</summary>
    private TimeSpan Now => time.GetElapsedTime(_origin);

    public async Task Deploy(VersionDeployment deployment)
    {
        await RecoverAsync();
        if (deployment.Generation < _deployment?.Generation)
            return;
        _deployment = deployment;
        StayServing();
        _backOff.Reset();
        Drain(_roster.All.Where(entry => entry.Generation < deployment.Generation), "a newer deployment replaces it");
        Decide();
        Publish();
        Patrol();
    }

    public async Task<VersionSnapshot> Subscribe(string gatewayId, IVersionObserver observer, IReadOnlyList<SlotLease> held)
    {
        await IsServedAsync();
        var isNew = _gateways.Renew(gatewayId, observer);
        if (isNew && _hasRecovered)
        {
            _ledger.Adopt(gatewayId, held);
            _sequence++;
        }

        if (isNew && LeaseFree())
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
        if (!await IsServedAsync())
            return new SlotGrant(GrantOutcome.NoVersion);
        if (_hasRecovered && seen != long.MaxValue && !_gateways.Knows(gatewayId))
            return new SlotGrant(GrantOutcome.Subscribe);
        if (_pending.Count == 0 && _ledger.TakeOne(gatewayId) is { } instanceId)
        {
            _sequence++; // what this gateway holds is not what its snapshot says any more
            return new SlotGrant(GrantOutcome.Granted, instanceId);
        }

        if (_pending.Count == 0 && seen < _sequence && _ledger.HasLeases(gatewayId))
            return new SlotGrant(GrantOutcome.Look, Snapshot: SnapshotFor(gatewayId));
        return await WaitAsync(new PendingRequest(gatewayId, kind, time.GetTimestamp()));
    }

    public async Task<SlotGrant> WarmUp()
    {
        const string Holder = "warm-up";
        if (!await IsServedAsync())
            return new SlotGrant(GrantOutcome.NoVersion);
        if (_roster.Serving > 0)
            return new SlotGrant(GrantOutcome.Granted);
        var grant = await WaitAsync(new PendingRequest(Holder, RequestKind.Task, time.GetTimestamp()) { IsWarmUp = true });
        if (grant is { Outcome: GrantOutcome.Granted, InstanceId: { } instanceId })
            await Release(Holder, instanceId, 1);
        return grant;
    }

    public Task Release(string gatewayId, string instanceId, int slots)
    {
        _ledger.Release(gatewayId, instanceId, slots);
        GrantPending();
        return Task.CompletedTask;
    }

    private async Task<SlotGrant> WaitAsync(PendingRequest request)
    {
        if (!_pending.TryAdd(request))
            return new SlotGrant(GrantOutcome.QueueFull);
        Decide();
        PatrolSoon();

        // What starts an instance waits for it; beyond that a backend with "failfast" lets nobody wait.
        if (_deployment is { Backend.FailsFast: true } deployment && !request.IsWarmUp && _pending.Count > _roster.Starting * deployment.MaxConcurrentRequests)
        {
            _pending.Remove(request);
            request.Answer(new SlotGrant(GrantOutcome.FailedFast));
        }

        TellPressure();
        return await request.End;
    }

    /// <summary>
    /// Whether there is anything to serve. The activation may be a new one: then the instances are found again, and what the version is, the app grain knows.
    /// </summary>
    private async ValueTask<bool> IsServedAsync()
    {
        await RecoverAsync();
        await KnowDeploymentAsync();
        return _deployment is not null && !state.State.IsStopped;
    }

    private async ValueTask KnowDeploymentAsync()
    {
        if (_deployment is not null)
            return;
        var app = await GrainFactory.GetGrain<IAppGrain>(Key.Split('/')[0]).Snapshot();
        _deployment ??= app.Versions.FirstOrDefault(version => version.Key == Key && !app.IsStopped(version));
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
        if (_pending.Count == 0 && LeaseFree())
            Publish();
        TellPressure();
    }

    /// <summary>Not while gateways that still hold slots of an earlier activation may not have said so.</summary>
    private bool LeaseFree() => Now >= _settled && _ledger.LeaseFree(_gateways.Ids);

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
