namespace Actors.Grains.Apps;

/// <summary>Versions hear whether they get traffic: instances that always run do so only then.</summary>
internal sealed partial class AppGrain
{
    private readonly Dictionary<string, bool> _told = [];

    private void TellTraffic()
    {
        foreach (var version in State.Versions)
            if (!State.Stopped.Contains(version.Key))
                _ = TellTrafficAsync(version);
    }

    private async Task TellTrafficAsync(VersionDeployment version)
    {
        var hasTraffic = State.Services.TryGetValue(version.Service, out var status) && status.Traffic.ShareOf(version.Version) > 0;
        if (_told.TryGetValue(version.Key, out var told) && told == hasTraffic)
            return;
        _told[version.Key] = hasTraffic;
        try
        {
            await GrainFactory.GetGrain<IVersionGrain>(version.Key).Traffic(hasTraffic);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            _told.Remove(version.Key); // with the next change
        }
    }
}
