using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Grains.Apps;

/// <summary>
/// Keeps an app's versions and their traffic, and tells gateways of changes. Calls that change something come one after the other; each is written before it is published.
/// <code>
/// AppGrain.cs          versions, gateways
/// AppGrain.Traffic.cs  who gets the traffic, now
/// AppGrain.Moves.cs    migrations and canaries: a timer takes their steps
/// AppGrain.Versions.cs stop, start, delete
/// </code>
/// </summary>
internal sealed partial class AppGrain(
    [PersistentState("app", GrainStorageNames.Grains)] IPersistentState<AppState> state,
    IOptions<InstanceOptions> options,
    TimeProvider time,
    ILogger<AppGrain> logger) : Grain, IAppGrain
{
    private readonly AppLog _log = new(logger);
    private readonly Dictionary<IAppObserver, long> _gateways = [];

    private string App => this.GetPrimaryKeyString();

    private AppState State => state.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // States from before traffic could be split.
        foreach (var (service, version) in State.Serving)
            State.Services.TryAdd(service, new TrafficStatus(service, TrafficBuckets.All(version, TrafficSplit.Ip, "0"), null, []));
        State.Serving.Clear();
        ResumeMoves();
        return Task.CompletedTask;
    }

    public async Task<AppSnapshot> Deploy(VersionDeployment deployment, AppRules? rules)
    {
        var index = State.Versions.FindIndex(version => version.Key == deployment.Key);
        var current = deployment with { Generation = Math.Max(time.GetUtcNow().UtcTicks, index < 0 ? 0 : State.Versions[index].Generation + 1) };
        if (index < 0)
            State.Versions.Add(current);
        else
            State.Versions[index] = current;
        State.Rules = rules ?? State.Rules;
        State.Sequence++;
        if (!State.Services.ContainsKey(current.Service))
            State.Services[current.Service] = new TrafficStatus(current.Service, TrafficBuckets.All(current.Version, TrafficSplit.Ip, NewETag()), null, []);
        await state.WriteStateAsync();
        if (!State.Stopped.Contains(current.Key))
        {
            await TellTrafficAsync(current);
            await GrainFactory.GetGrain<IVersionGrain>(current.Key).Deploy(current);
        }

        return Publish();
    }

    public Task<AppSnapshot> Subscribe(IAppObserver gateway)
    {
        _gateways[gateway] = time.GetTimestamp();
        return Task.FromResult(Current());
    }

    public Task<AppSnapshot> Snapshot() => Task.FromResult(Current());

    private AppSnapshot Current() => new(
        App,
        State.Sequence,
        State.Versions.ToArray(),
        State.Services.ToDictionary(static pair => pair.Key, static pair => pair.Value.Traffic.Main),
        State.Rules,
        State.Services.ToDictionary(static pair => pair.Key, static pair => pair.Value.Traffic),
        State.Stopped.ToArray());

    /// <summary>The next state's name. The sequence grows with every change of the app.</summary>
    private string NewETag() => State.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<AppSnapshot> KeepAndPublishAsync()
    {
        await state.WriteStateAsync();
        TellTraffic();
        return Publish();
    }

    private AppSnapshot Publish()
    {
        var snapshot = Current();
        foreach (var (gateway, renewed) in _gateways.ToArray())
        {
            if (time.GetElapsedTime(renewed) > options.Value.GatewayExpiry)
                _gateways.Remove(gateway);
            else
                gateway.Publish(snapshot);
        }

        return snapshot;
    }
}
