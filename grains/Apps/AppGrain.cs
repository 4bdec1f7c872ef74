using Microsoft.Extensions.Options;

namespace Actors.Grains.Apps;

/// <summary>Keeps an app's versions and tells gateways of changes.</summary>
internal sealed class AppGrain(
    [PersistentState("app", GrainStorageNames.Grains)] IPersistentState<AppState> state,
    IOptions<InstanceOptions> options,
    TimeProvider time) : Grain, IAppGrain
{
    private readonly Dictionary<IAppObserver, long> _gateways = [];

    public async Task<AppSnapshot> Deploy(VersionDeployment deployment, AppRules? rules)
    {
        var versions = state.State.Versions;
        var index = versions.FindIndex(version => version.Key == deployment.Key);
        var current = deployment with { Generation = Math.Max(time.GetUtcNow().UtcTicks, index < 0 ? 0 : versions[index].Generation + 1) };
        if (index < 0)
            versions.Add(current);
        else
            versions[index] = current;
        state.State.Rules = rules ?? state.State.Rules;
        state.State.Serving[current.Service] = current.Version;
        state.State.Sequence++;
        await state.WriteStateAsync();
        await GrainFactory.GetGrain<IVersionGrain>(current.Key).Deploy(current);
        var snapshot = Current();
        Publish(snapshot);
        return snapshot;
    }

    public Task<AppSnapshot> Subscribe(IAppObserver gateway)
    {
        _gateways[gateway] = time.GetTimestamp();
        return Task.FromResult(Current());
    }

    public Task<AppSnapshot> Snapshot() => Task.FromResult(Current());

    private AppSnapshot Current() =>
        new(this.GetPrimaryKeyString(), state.State.Sequence, state.State.Versions.ToArray(), new Dictionary<string, string>(state.State.Serving), state.State.Rules);

    private void Publish(AppSnapshot snapshot)
    {
        foreach (var (gateway, renewed) in _gateways.ToArray())
        {
            if (time.GetElapsedTime(renewed) > options.Value.GatewayExpiry)
                _gateways.Remove(gateway);
            else
                gateway.Publish(snapshot);
        }
    }
}
