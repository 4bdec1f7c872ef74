namespace Actors.Grains.Versions;

/// <summary>How a version ends that is stopped or deleted.</summary>
internal sealed partial class VersionGrain
{
    /// <summary>Gateways that have not heard of it yet, and requests whose way began before, may still come.</summary>
    private static readonly TimeSpan StopNotice = TimeSpan.FromSeconds(2);

    private IGrainTimer? _stopping;

    public Task Stop(string why)
    {
        _stopping?.Dispose();
        _stopping = this.RegisterGrainTimer(
            token => StopNowAsync(why), new GrainTimerCreationOptions(StopNotice, StopNotice) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    private async Task StopNowAsync(string why)
    {
        // Whoever waits came while the version was served; the wait has an end.
        if (_pending.Count > 0)
            return;
        StayServing();
        _deployment = null;
        foreach (var id in _instances.Keys.ToArray())
            await DrainAsync(id, why);
        Publish();
    }

    /// <summary>A deployment came before the stop: the version serves.</summary>
    private void StayServing()
    {
        _stopping?.Dispose();
        _stopping = null;
    }
}
