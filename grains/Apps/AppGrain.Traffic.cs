namespace Actors.Grains.Apps;

/// <summary>Who gets a service's traffic, now.</summary>
internal sealed partial class AppGrain
{
    private const int MostFormer = 10;
    private const string RolledBack = "It was rolled back.";

    public async Task<AppSnapshot> Serve(string service, IReadOnlyList<string> versions)
    {
        foreach (var version in versions)
            Existing(service, version);
        var status = State.Services.GetValueOrDefault(service);
        if (TrafficAtStart.Heir(status?.Traffic, versions) is not { } heir)
            return Current();
        State.Sequence++;
        Inherit(service, status, heir);
        return await KeepAndPublishAsync();
    }

    private void Inherit(string service, TrafficStatus? status, string heir)
    {
        State.Stopped.Remove(Existing(service, heir).Key);
        var traffic = TrafficBuckets.All(heir, status?.Traffic.SplitBy ?? TrafficSplit.Ip, NewETag());
        State.Services[service] = status is null ? new TrafficStatus(service, traffic, null, []) : Replaced(status, traffic, $"{heir} is served");
    }

    public Task<TrafficStatus> TrafficOf(string service) => Task.FromResult(StatusOf(service));

    public Task<TrafficStatus> SetTraffic(string service, IReadOnlyDictionary<string, double> weights, TrafficSplit splitBy, string? etag)
    {
        var status = Expected(service, etag);
        if (weights.Count is 0 or > Traffic.MostVersions)
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, $"Traffic is split among 1 to {Traffic.MostVersions} versions, not {weights.Count}.");
        if (!Enum.IsDefined(splitBy))
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, "Traffic is split by ip, cookie or random.");
        foreach (var (version, weight) in weights)
        {
            Startable(service, version);
            if (!double.IsFinite(weight) || weight <= 0 || weight > 1e9)
                throw new TrafficRefusedException(TrafficRefusal.BadRequest, $"The weight of version '{version}' is a number above 0; leave the version out to give it nothing.");
        }

        return ChangeAsync(status, etag => TrafficBuckets.Split(status.Traffic, [.. weights.OrderBy(static pair => pair.Key, StringComparer.Ordinal)], splitBy, etag), "set");
    }

    public Task<TrafficStatus> Promote(string service, string version, string? etag)
    {
        var status = Expected(service, etag);
        Startable(service, version);
        return ChangeAsync(status, etag => TrafficBuckets.All(version, status.Traffic.SplitBy, etag), $"promote {version}");
    }

    public async Task<TrafficStatus> RollBack(string service, string? etag)
    {
        var status = Expected(service, etag);
        if (status.Move is { State: TrafficMoveState.WarmingUp })
            return await KeepAsync(status with { Move = Ended(status.Move, TrafficMoveState.WentBack, RolledBack) }, "rolled back before the first step");
        var index = status.History.ToList().FindIndex(former => former.Traffic.Shares.All(share => CanServe(service, share.Version)));
        if (index < 0)
            throw new TrafficRefusedException(TrafficRefusal.NothingBefore, $"Service '{service}' has no former traffic whose versions can all serve.");
        State.Sequence++;
        var former = status.History[index];
        var traffic = former.Traffic with { ETag = NewETag(), IsExplicit = true, IsMeasured = false };
        return await KeepAsync(
            new TrafficStatus(service, traffic, Ended(status.Move, TrafficMoveState.WentBack, RolledBack), status.History.Skip(index + 1).ToArray()), "rolled back");
    }

    private Task<TrafficStatus> ChangeAsync(TrafficStatus status, Func<string, Traffic> change, string why)
    {
        State.Sequence++;
        return KeepAsync(Replaced(status, change(NewETag()) with { IsExplicit = true }, why), why);
    }

    /// <summary>Another traffic, asked for by somebody: what was goes into the history, what was under way ends.</summary>
    private TrafficStatus Replaced(TrafficStatus status, Traffic traffic, string why) => status with
    {
        Traffic = traffic,
        Move = Ended(status.Move, TrafficMoveState.Replaced, $"The traffic was changed meanwhile: {why}."),

        // While something is under way, what was before it is in the history already.
        History = status.Move is { IsUnderWay: true, Step: >= 0 } ? status.History : WithFormer(status, why),
    };

    private FormerTraffic[] WithFormer(TrafficStatus status, string why) =>
        status.History.Take(MostFormer - 1).Prepend(new FormerTraffic(status.Traffic, time.GetUtcNow(), why)).ToArray();

    private async Task<TrafficStatus> KeepAsync(TrafficStatus status, string why)
    {
        var before = State.Services.GetValueOrDefault(status.Service);
        State.Services[status.Service] = status;
        try
        {
            await KeepAndPublishAsync();
        }
        catch when (before is not null)
        {
            State.Services[status.Service] = before; // what was not kept is not so
            throw;
        }

        _log.TrafficChanged(App, status.Service, status.Traffic.Describe(), why);
        return status;
    }

    private TrafficStatus StatusOf(string service) =>
        State.Services.GetValueOrDefault(service) ?? throw new TrafficRefusedException(TrafficRefusal.NoService, $"The app '{App}' has no service '{service}'.");

    private TrafficStatus Expected(string service, string? etag)
    {
        var status = StatusOf(service);
        return etag is null || etag == status.Traffic.ETag ? status : throw new TrafficConflictException(service, etag, status.Traffic);
    }

    private VersionDeployment Existing(string service, string version)
    {
        if (State.Versions.Find(each => each.Service == service && each.Version == version) is { } found)
            return found;
        throw State.Versions.Exists(each => each.Service == service)
            ? new TrafficRefusedException(TrafficRefusal.NoVersion, $"Service '{service}' of the app '{App}' has no version '{version}'.")
            : new TrafficRefusedException(TrafficRefusal.NoService, $"The app '{App}' has no service '{service}'.");
    }

    private VersionDeployment Startable(string service, string version)
    {
        var found = Existing(service, version);
        return State.Stopped.Contains(found.Key)
            ? throw new TrafficRefusedException(TrafficRefusal.Stopped, $"Version '{version}' of service '{service}' is stopped; start it before it gets traffic.")
            : found;
    }

    private bool CanServe(string service, string version) =>
        State.Versions.Exists(each => each.Service == service && each.Version == version && !State.Stopped.Contains(each.Key));
}
