namespace Actors.Grains.Versions.Scaling;

/// <summary>What the decision about instances is made from, besides the settings. Everything in it is measured or known; nothing is looked up.</summary>
internal readonly record struct ScalingSnapshot
{
    /// <summary>The time, on the clock that every time here is of.</summary>
    public required TimeSpan Now { get; init; }

    /// <summary>Requests one instance takes at a time, from 1.</summary>
    public required int SlotsPerInstance { get; init; }

    /// <summary>Most instances there may be, starting ones included.</summary>
    public required int Limit { get; init; }

    /// <summary>Whether the version gets traffic at its service's own address: <c>min_instances</c> and <c>min_idle_instances</c> hold only then.</summary>
    public bool HasTraffic { get; init; }

    /// <summary>The instances that start or serve; those that drain are none.</summary>
    public required IReadOnlyList<InstanceLoad> Instances { get; init; }

    /// <summary>Requests that wait.</summary>
    public int Pending { get; init; }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan OldestWait { get; init; }

    /// <summary>What the load was of late.</summary>
    public required RecentLoad Recent { get; init; }

    /// <summary>Share of the machine's processors that was in use of late, 0 to 1: where none is left, more instances do nothing.</summary>
    public double MachineBusy { get; init; }

    /// <summary>How many instances start.</summary>
    public int Starting => Instances.Count(static instance => instance.IsStarting);

    /// <summary>Those that wait, as the beginning of a sentence.</summary>
    public string Waiting => Pending == 1 ? "1 request waits" : $"{Pending} requests wait";

    /// <summary>Instances that serve and have had nothing to do for so long.</summary>
    public IEnumerable<InstanceLoad> IdleFor(TimeSpan time)
    {
        var until = Now - time;
        return Instances.Where(instance => !instance.IsStarting && instance.InFlight == 0 && instance.IdleSince <= until);
    }
}

/// <summary>One instance that starts or serves.</summary>
/// <param name="Id">Which.</param>
/// <param name="IsStarting">It takes no requests yet.</param>
/// <param name="Since">When it began to start, or to serve.</param>
/// <param name="InFlight">Requests in it.</param>
/// <param name="LastActive">When it last had a request, or a background thread.</param>
/// <param name="Cpu">Processors it used of late, such as 0.3.</param>
internal readonly record struct InstanceLoad(string Id, bool IsStarting, TimeSpan Since, int InFlight, TimeSpan LastActive, double Cpu)
{
    /// <summary>Since when it has had nothing to do, if it has nothing to do.</summary>
    public TimeSpan IdleSince => LastActive > Since ? LastActive : Since;
}

/// <summary>A version's load of late, kept by <see cref="LoadHistory"/>.</summary>
/// <param name="Concurrency">Mean number of requests that were in instances, or would have been had there been enough, over the last seconds.</param>
/// <param name="Peak">The greatest such mean of the last minute: what was needed may be needed again.</param>
/// <param name="ServiceTime">Mean time that a request was in an instance; zero when none ended.</param>
/// <param name="StartTime">Mean time that an instance took to start; zero when none has.</param>
internal readonly record struct RecentLoad(double Concurrency, double Peak, TimeSpan ServiceTime, TimeSpan StartTime);
