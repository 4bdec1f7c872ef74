using System.Globalization;
using Actors.Grains.Instances;
using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Versions;

/// <summary>What has to be looked at from time to time, while there is anything to look at.</summary>
internal sealed partial class VersionGrain
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How exactly waits are looked at, since settings speak of hundredths of seconds.</summary>
    private static readonly TimeSpan PeriodWhileSomebodyWaits = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a version is looked at that has had no request in so many looks: with thousands of idle ones each look counts.</summary>
    private static readonly TimeSpan PeriodWhileQuiet = TimeSpan.FromSeconds(4);
    private const int LooksUntilQuiet = 10;

    /// <summary>What a start may take before it is given up; who wants an instance warmed up waits for both.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.Parse(InstanceGrain.LongestStart, CultureInfo.InvariantCulture);

    private IGrainTimer? _patrol;
    private int _quietLooks;
    private TimeSpan _period;
    private bool _isLooking;
    private TimeSpan _sampled;
    private TimeSpan _requestTime; // that requests spent in instances since then

    /// <summary>How exactly idle times end, and how often the load is measured: a second, less where times are short.</summary>
    private TimeSpan PatrolPeriod
    {
        get
        {
            var tenth = (IdleTimeout < _options.PendingTimeout ? IdleTimeout : _options.PendingTimeout) / 10;
            return tenth < ShortestPeriod ? ShortestPeriod : tenth > LongestPeriod ? LongestPeriod : tenth;
        }
    }

    /// <summary>Whether there are to be instances although nobody asks for anything.</summary>
    private bool IsToRun => _deployment is { } deployment && !state.State.IsStopped && ScalingRule.AtRest(deployment.Scaling, state.State.HasTraffic) > 0;

    /// <summary>Begins to patrol; it keeps the activation, and ends itself when nothing is left.</summary>
    private void Patrol()
    {
        if (_patrol is not null)
            return;
        _period = PatrolPeriod;
        (_sampled, _requestTime) = (Now, TimeSpan.Zero);
        _patrol = this.RegisterGrainTimer(PatrolAsync, new GrainTimerCreationOptions(_period, _period) { Interleave = true, KeepAlive = true });
    }

    /// <summary>Somebody waits.</summary>
    private void PatrolSoon()
    {
        Patrol();
        if (_period > PeriodWhileSomebodyWaits)
            Pace(PeriodWhileSomebodyWaits);
    }

    private void Pace(TimeSpan period)
    {
        if (period == _period)
            return;
        _period = period;
        _patrol!.Change(period, period);
    }

    private async Task PatrolAsync(CancellationToken cancellationToken)
    {
        Refuse(_pending.RemoveOlderThan(Before(_options.PendingTimeout), Before(LongestStart + lifecycle.Value.WarmUpTimeout)), new SlotGrant(GrantOutcome.WaitedTooLong));
        TellPressure();
        var period = PatrolPeriod;
        if (Now - _sampled >= period * 0.9 && !_isLooking) // a timer may be a moment early
            await MeasureAsync(cancellationToken);
        Decide();
        if (_patrol is null)
            return;
        if (_roster.All.Count == 0 && _pending.Count == 0 && !IsToRun)
        {
            _patrol.Dispose();
            _patrol = null;
            return;
        }

        Pace(NextPeriod(period));
    }

    private long Before(TimeSpan wait) => time.GetTimestamp() - (long)(wait.TotalSeconds * time.TimestampFrequency);

    private TimeSpan NextPeriod(TimeSpan usual)
    {
        if (_pending.Count > 0)
            return usual < PeriodWhileSomebodyWaits ? usual : PeriodWhileSomebodyWaits;
        var quiet = IdleTimeout / 10 < PeriodWhileQuiet ? IdleTimeout / 10 : PeriodWhileQuiet;
        return _quietLooks < LooksUntilQuiet || quiet < usual ? usual : quiet;
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var gone in _gateways.RemoveExpired())
            _ledger.ReleaseAll(gone);
        await LookAtInstancesAsync(cancellationToken);
        var now = Now;
        _quietLooks = _requestTime == TimeSpan.Zero && _roster.Starting == 0 ? _quietLooks + 1 : 0;
        _history.Sample(now, _requestTime / (now - _sampled), _pending.Count);
        (_sampled, _requestTime) = (now, TimeSpan.Zero);
        _roster.Touch();
        if (_pending.Count == 0 && LeaseFree())
            Publish();
    }

    /// <summary>All at once. One that does not answer holds up nobody: what it says late counts late.</summary>
    private async Task LookAtInstancesAsync(CancellationToken cancellationToken)
    {
        if (_roster.All.Count == 0)
            return;
        _isLooking = true;
        var all = Task.WhenAll(_roster.All.ToArray().Select(LookAtAsync).ToArray());
        if (!all.IsCompleted)
            await Task.WhenAny(all, Task.Delay(LongestPeriod, time, cancellationToken));
        _isLooking = false;
    }

    private async Task LookAtAsync(RosterEntry entry)
    {
        try
        {
            if (entry.IsKnownToRun)
                Take(entry, await entry.Grain.Describe(false));
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            _log.NotDescribed(Key, entry.Id, failure.Message);
        }
    }

    /// <summary>What it says is right, whatever was thought of it: a message may have been lost with a machine.</summary>
    private void Take(RosterEntry entry, InstanceDescription described)
    {
        if (_roster.Find(entry.Id) != entry)
            return;
        _requestTime += entry.Update(described, Now, time.GetUtcNow(), _history);
        switch (described.State)
        {
            case InstanceState.Gone:
                Forget(entry.Id);
                break;
            case InstanceState.Draining when entry.State is InstanceState.Starting or InstanceState.Serving:
                LetGo(entry);
                Publish();
                break;
            case InstanceState.Serving when entry.State == InstanceState.Starting:
                Serve(entry);
                break;
            case InstanceState.Serving or InstanceState.Starting when entry.State == InstanceState.Draining:
                _ = TellToDrainAsync(entry, "its version has let it go");
                break;
        }
    }
}
