namespace Actors.Grains.Versions;

/// <summary>What people, and the app grain for them, ask of a version.</summary>
internal sealed partial class VersionGrain
{
    /// <summary>Gateways that have not heard of it yet, and requests whose way began before, may still come.</summary>
    private static readonly TimeSpan StopNotice = TimeSpan.FromSeconds(2);

    private IGrainTimer? _stopping;

    public async Task Stop(string why)
    {
        await RecoverAsync();
        _stopping?.Dispose();
        _stopping = this.RegisterGrainTimer(
            token => StopNowAsync(why), new GrainTimerCreationOptions(StopNotice, StopNotice) { Interleave = true, KeepAlive = true });
    }

    public async Task Resume(VersionDeployment deployment)
    {
        await RecoverAsync();
        StayServing();
        await Deploy(deployment);
    }

    public async Task Traffic(bool hasTraffic)
    {
        await RecoverAsync();
        if (state.State.HasTraffic == hasTraffic)
            return;
        state.State.HasTraffic = hasTraffic;
        Save();
        Decide();
        Patrol();
    }

    public async Task<bool> DrainInstance(string instanceId, string why)
    {
        if (!await IsServedAsync() || _roster.Find(instanceId) is not { } entry)
            return false;
        if (entry.State is InstanceState.Starting or InstanceState.Serving)
            Remember(Look(_deployment!, false), new Scaling.ScalingDecision(0, new[] { instanceId }, why));
        Drain([entry], why);
        Decide();
        return true;
    }

    public async Task<bool> KillInstance(string instanceId)
    {
        await RecoverAsync();
        if (_roster.Find(instanceId) is not { } entry)
            return false;
        entry.IsKilled = true;
        await entry.Grain.Kill();
        return true;
    }

    private Task StopNowAsync(string why)
    {
        // Whoever waits came while the version was served; the wait has an end.
        if (_pending.Count > 0)
            return Task.CompletedTask;
        StayServing();
        state.State.IsStopped = true;
        Save();
        Drain(_roster.All, why);
        Publish();
        return Task.CompletedTask;
    }

    /// <summary>It serves, also when it was to stop in a moment.</summary>
    private void StayServing()
    {
        _stopping?.Dispose();
        _stopping = null;
        if (!state.State.IsStopped)
            return;
        state.State.IsStopped = false;
        Save();
    }
}
