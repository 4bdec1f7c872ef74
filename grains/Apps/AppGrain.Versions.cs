namespace Actors.Grains.Apps;

/// <summary>Stopping, starting, deleting and withdrawing versions.</summary>
internal sealed partial class AppGrain
{
    public async Task<AppSnapshot> StopVersion(string service, string version)
    {
        var stopped = WithoutTraffic(service, version, "stopped");
        if (State.Stopped.Contains(stopped.Key))
            return Current();
        State.Sequence++;
        State.Stopped.Add(stopped.Key);
        var snapshot = await KeepAndPublishAsync();
        _log.Stopped(stopped.Key);
        await GrainFactory.GetGrain<IVersionGrain>(stopped.Key).Stop("the version is stopped");
        return snapshot;
    }

    public async Task<AppSnapshot> StartVersion(string service, string version)
    {
        var started = Existing(service, version);
        if (!State.Stopped.Contains(started.Key))
            return Current();
        return await Deploy(Restarted(started), null);
    }

    public async Task<AppSnapshot> DeleteVersion(string service, string version)
    {
        var deleted = WithoutTraffic(service, version, "deleted");
        State.Sequence++;
        State.Versions.Remove(deleted);
        State.Stopped.Remove(deleted.Key);
        var snapshot = await KeepAndPublishAsync();
        _log.Deleted(deleted.Key);
        await GrainFactory.GetGrain<IVersionGrain>(deleted.Key).Stop("the version is deleted");
        return snapshot;
    }

    public async Task<AppSnapshot> Withdraw(string service, string version)
    {
        var gone = Existing(service, version);
        State.Sequence++;
        State.Versions.Remove(gone);
        State.Stopped.Remove(gone.Key);
        _told.Remove(gone.Key);
        var others = State.Versions.Where(other => other.Service == service).OrderBy(other => State.Stopped.Contains(other.Key)).Select(static other => other.Version).ToArray();
        if (others.Length == 0)
            State.Services.Remove(service);
        else if (State.Services.GetValueOrDefault(service) is { } status && (status.Traffic.ShareOf(version) > 0 || status.Move is { IsUnderWay: true }))
            Inherit(service, status, others[0]);
        var snapshot = await KeepAndPublishAsync();
        _log.Deleted(gone.Key);
        await GrainFactory.GetGrain<IVersionGrain>(gone.Key).Stop("the version is not served any more");
        return snapshot;
    }

    private VersionDeployment Restarted(VersionDeployment version)
    {
        State.Stopped.Remove(version.Key);
        _log.Started(version.Key);
        return version;
    }

    private VersionDeployment WithoutTraffic(string service, string version, string what)
    {
        var found = Existing(service, version);
        var status = StatusOf(service);
        if (status.Traffic.ShareOf(version) is > 0 and var share)
            throw new TrafficRefusedException(
                TrafficRefusal.HasTraffic,
                FormattableString.Invariant($"Version '{version}' gets {share * 100:0.#} % of the traffic of service '{service}', so it cannot be {what}; give its traffic to another version first."));
        return status.Move is { IsUnderWay: true } move && (move.Version == version || move.Before.ShareOf(version) > 0)
            ? throw new TrafficRefusedException(
                TrafficRefusal.HasTraffic, $"A {(move.Kind == TrafficMoveKind.Canary ? "canary" : "migration")} between versions of service '{service}' is under way that needs version '{version}', so it cannot be {what}; end that first.")
            : found;
    }
}
