using Orleans;
using System.Collections.Concurrent;
using Actors.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Dispatching;

/// <summary>
/// Dispatches within the slots that version grains lease to this gateway:
/// <code>
/// 1  a leased slot is free        -> IInstanceGrain.Handle          one grain call, no other work
/// 2  none is                      -> IVersionGrain.Acquire          the request is pending there
/// 3  the instance is gone or busy -> once more, then wait as in 2
/// 4  when the request has left    -> the slot stays leased, or goes back to the version grain when requests are pending
/// </code>
/// </summary>
internal sealed class GrainDispatcher(IGrainFactory grains, TimeProvider time, ILogger<GrainDispatcher> logger) : BackgroundService, IDispatcher, IRequestsInFlight, IVersionObserver
{
    private const int MaxAttempts = 8;
    private static readonly TimeSpan RenewalPeriod = TimeSpan.FromSeconds(30);
    private readonly DispatchLog _log = new(logger);
    private long _holders;
    private readonly string _gatewayId = $"{Environment.MachineName}-{Guid.NewGuid():n}";
    private readonly ConcurrentDictionary<string, VersionSlots> _versions = new();
    private readonly Lock _referencing = new();
    private IVersionObserver? _reference;

    int IRequestsInFlight.Count => _versions.Values.Sum(version => version.InFlight);

    public async ValueTask<DispatchResult> DispatchAsync(
        VersionDeployment version, RequestKind kind, byte[] frame, CancellationToken cancellationToken)
    {
        var slots = SlotsOf(version.Key);
        var request = new AppRequest(frame, kind);
        var pending = TimeSpan.Zero;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var instance = slots.TryTake(version.Generation);
            if (instance is null || attempt > 2)
            {
                if (instance is not null)
                    GiveBack(slots, instance, slots.Leave(instance));
                var began = time.GetTimestamp();
                (instance, var refusal) = await WaitForSlotAsync(slots, version, kind, cancellationToken);
                pending += time.GetElapsedTime(began);
                if (instance is null)
                    return refusal with { Pending = pending };
            }
            AppAnswer answer;
            try
            {
                answer = await instance.Grain.Handle(request);
            }
            finally
            {
                GiveBack(slots, instance, slots.Leave(instance));
            }
            switch (answer.Outcome)
            {
                case AppOutcome.Gone:
                    slots.Forget(instance);
                    break;
                case AppOutcome.Busy:
                    await SubscribeAsync(slots);
                    break;
                default:
                    return Result(answer, instance, pending);
            }
        }
        return new DispatchResult(
            DispatchOutcome.Unavailable, null, "Every instance that was tried had just gone.", $"{MaxAttempts} were tried.", "Try again.");
    }

    /// <remarks>
    /// A slot that is leased here and free is used; without one the instance itself says whether it has room. A number means the instance that has it now: when the one that was
    /// known to have it is gone, the version grain is asked, once.
    /// </remarks>
    public async ValueTask<DispatchResult> DispatchToAsync(VersionDeployment version, string instance, RequestKind kind, byte[] frame)
    {
        var slots = SlotsOf(version.Key);
        var request = new AppRequest(frame, kind);
        await (slots.Subscribed ?? SubscribeAsync(slots));
        for (var isLastLook = false; ; isLastLook = true)
        {
            var outcome = AppOutcome.Gone;
            if (slots.Find(instance, version.Generation) is { } found)
            {
                var answer = await AskAsync(slots, found, request);
                outcome = answer.Outcome;
                if (outcome is not (AppOutcome.Gone or AppOutcome.Busy))
                    return Result(answer, found, TimeSpan.Zero);
                if (outcome == AppOutcome.Gone)
                    slots.Forget(found);
            }

            if (isLastLook || outcome == AppOutcome.Busy)
                return NumberedInstances.Unserved(instance, outcome);
            await SubscribeAsync(slots); // what was heard of the version may be old
        }
    }

    private async ValueTask<AppAnswer> AskAsync(VersionSlots slots, InstanceSlots instance, AppRequest request)
    {
        var isCounted = instance.TryTake();
        try
        {
            return await instance.Grain.Handle(request);
        }
        finally
        {
            if (isCounted)
                GiveBack(slots, instance, slots.Leave(instance));
        }
    }

    /// <summary>A version grain pushes a newer snapshot.</summary>
    public void Publish(string versionKey, VersionSnapshot snapshot)
    {
        if (_versions.TryGetValue(versionKey, out var slots))
            Apply(slots, snapshot);
    }

    /// <summary>Renews the leases of versions in use; those of the others expire at their version grains.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Renewal.RunAsync(RenewalPeriod, time, RenewAsync, stoppingToken);

    private async Task RenewAsync()
    {
        foreach (var (key, slots) in _versions)
        {
            try
            {
                if (slots.UsedSinceAsked())
                    await SubscribeAsync(slots);
                else
                    await RetireAsync(key, slots);
            }
            catch (Exception failure)
            {
                _log.RenewalFailed(key, failure.Message);
            }
        }
    }

    /// <summary>Gives back a version that nobody has asked for. Whoever asks next begins anew, under another name.</summary>
    private async Task RetireAsync(string key, VersionSlots slots)
    {
        // In this order: what is given back before the version grain knows would be leased to the same name again, and a snapshot may still have been under way.
        Apply(slots, await slots.Grain.Unsubscribe(slots.Holder));
        _versions.TryRemove(key, out _);
        foreach (var given in slots.Retire())
            await ReleaseAsync(slots, given.InstanceId, given.Slots);
    }

    private async ValueTask<(InstanceSlots? Instance, DispatchResult Refusal)> WaitForSlotAsync(
        VersionSlots slots, VersionDeployment version, RequestKind kind, CancellationToken cancellationToken)
    {
        await (slots.Subscribed ?? SubscribeAsync(slots));
        slots.BeginWait();
        try
        {
            if (slots.TryTake(version.Generation) is { } free)
                return (free, default);
            cancellationToken.ThrowIfCancellationRequested();
            var grant = await slots.Grain.Acquire(slots.Holder, kind, slots.Seen);
            if (grant.Outcome is GrantOutcome.Look or GrantOutcome.Subscribe)
            {
                // There may be slots that this gateway has not heard of, or that the version grain has forgotten. After this it waits whatever there is.
                if (grant.Snapshot is { } newer)
                    Apply(slots, newer);
                else
                    await SubscribeAsync(slots);
                if (slots.TryTake(version.Generation) is { } held)
                    return (held, default);
                grant = await slots.Grain.Acquire(slots.Holder, kind, long.MaxValue);
            }

            return grant.Outcome == GrantOutcome.Granted ? (slots.TakeGranted(grant), default) : (null, Refusal(grant));
        }
        finally
        {
            slots.EndWait();
        }
    }

    private static DispatchResult Result(AppAnswer answer, InstanceSlots instance, TimeSpan pending)
    {
        var result = answer.Outcome switch
        {
            AppOutcome.Served => new DispatchResult(DispatchOutcome.Served, answer.Frame) { AppNote = answer.Detail },
            AppOutcome.Overdue => new DispatchResult(DispatchOutcome.Overdue, null, "The request exceeded its deadline and did not end.", $"The worker {answer.Detail}."),
            _ => new DispatchResult(DispatchOutcome.Failed, null, "The process that handled this request ended before it had answered.", $"The worker {answer.Detail}."),
        };
        return result with { IsLoadingRequest = answer.IsFirst, Instance = instance.Id, InstanceNumber = instance.Number, Pending = pending };
    }

    private static DispatchResult Refusal(SlotGrant grant) => grant.Outcome switch
    {
        GrantOutcome.StartFailed => new DispatchResult(
            DispatchOutcome.Failed, null, grant.Summary ?? "No instance could be started.", grant.Explanation ?? "", grant.Remedy ?? ""),
        GrantOutcome.QueueFull => new DispatchResult(
            DispatchOutcome.Unavailable, null, "Too many requests are waiting for an instance.", "The version's pending queue is full.", "Try again later."),
        GrantOutcome.FailedFast => new DispatchResult(
            DispatchOutcome.Unavailable, null, "Every instance of this backend is busy.", "Its requests do not wait, as \"options: failfast\" says.", "Try again later."),
        GrantOutcome.SiloStops => new DispatchResult(
            DispatchOutcome.Unavailable, null, "No instance is started any more.", "The server is being stopped.", "Try again when it runs again."),
        GrantOutcome.WaitedTooLong => new DispatchResult(
            DispatchOutcome.WaitedTooLong, null, "Request was aborted after waiting too long to attempt to service your request.", "", "Try again later."),
        _ => new DispatchResult(DispatchOutcome.NoVersion, null, "The version is not there any more.", "", ""),
    };

    private VersionSlots SlotsOf(string versionKey) =>
        _versions.TryGetValue(versionKey, out var known) ? known : _versions.GetOrAdd(
            versionKey,
            key => new VersionSlots(key, $"{_gatewayId}/{Interlocked.Increment(ref _holders)}", grains.GetGrain<IVersionGrain>(key), id => grains.GetGrain<IInstanceGrain>($"{key}/{id}")));

    private async Task SubscribeAsync(VersionSlots slots)
    {
        var snapshot = slots.Grain.Subscribe(slots.Holder, Reference(), slots.Held());
        slots.Subscribed = snapshot;
        Apply(slots, await snapshot);
    }

    private IVersionObserver Reference()
    {
        lock (_referencing)
            return _reference ??= grains.CreateObjectReference<IVersionObserver>(this);
    }

    private void Apply(VersionSlots slots, VersionSnapshot snapshot)
    {
        foreach (var given in slots.Apply(snapshot))
            _ = ReleaseAsync(slots, given.InstanceId, given.Slots);
    }

    private void GiveBack(VersionSlots slots, InstanceSlots instance, int given)
    {
        if (given > 0)
            _ = ReleaseAsync(slots, instance.Id, given);
    }

    private async Task ReleaseAsync(VersionSlots slots, string instanceId, int given)
    {
        try
        {
            await slots.Grain.Release(slots.Holder, instanceId, given);
        }
        catch (Exception failure)
        {
            _log.ReleaseFailed(slots.Key, failure.Message);
        }
    }
}
