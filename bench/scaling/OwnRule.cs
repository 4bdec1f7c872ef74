using Actors.Grains;
using Actors.Grains.Versions.Scaling;

namespace Actors.Bench.Scaling;

/// <summary>The rule that version grains use, with the patrol and the events that they ask it at.</summary>
internal sealed class OwnRule(ScalingParameters parameters, ScalingSettings settings) : IScaler
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(15);
    private readonly LoadHistory _history = new(parameters);
    private double _looked;
    private double _requestSeconds;
    private double _endedSeconds;
    private long _ended;
    private int _started;
    private long _pending;

    public string Name => "this project";

    public void Look(Fleet fleet)
    {
        for (; _started < fleet.StartTimes.Count; _started++)
            _history.Started(TimeSpan.FromSeconds(fleet.StartTimes[_started]));
        var patrols = fleet.Now - _looked >= 1;
        if (patrols)
        {
            _history.Served(fleet.Ended - _ended, TimeSpan.FromSeconds(fleet.EndedSeconds - _endedSeconds));
            _history.Sample(TimeSpan.FromSeconds(fleet.Now), (fleet.InFlightSeconds - _requestSeconds) / (fleet.Now - _looked), fleet.Pending);
            (_looked, _requestSeconds, _ended, _endedSeconds) = (fleet.Now, fleet.InFlightSeconds, fleet.Ended, fleet.EndedSeconds);
        }

        if (!patrols && (fleet.Pending == 0 || fleet.Pending == _pending))
            return;
        _pending = fleet.Pending;
        var decision = AutomaticRule.Decide(settings, Snapshot(fleet), IdleTimeout, parameters);
        fleet.Start(decision.Start);
        fleet.Drain([.. decision.Drain]);
    }

    private ScalingSnapshot Snapshot(Fleet fleet) => new()
    {
        Now = TimeSpan.FromSeconds(fleet.Now),
        SlotsPerInstance = fleet.Scenario.Slots,
        Limit = fleet.Scenario.Limit,
        HasTraffic = true,
        Instances = [.. fleet.Instances.Select(instance => new InstanceLoad(
            instance.Id, instance.IsStarting, TimeSpan.FromSeconds(instance.Ready), instance.InFlight, TimeSpan.FromSeconds(instance.LastActive), 0))],
        Pending = (int)Math.Min(int.MaxValue, fleet.Pending),
        OldestWait = TimeSpan.FromSeconds(fleet.OldestWait),
        Recent = _history.At(TimeSpan.FromSeconds(fleet.Now)),
    };
}
