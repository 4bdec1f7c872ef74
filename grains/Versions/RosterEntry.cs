using Actors.Grains.Versions.Scaling;

namespace Actors.Grains.Versions;

/// <summary>One instance as its version grain knows it. For the turns of one grain. Times are on the version grain's own clock.</summary>
internal sealed class RosterEntry(string id, int? number, long generation, IInstanceGrain grain, TimeSpan now)
{
    /// <summary>An instance's use of processors is a mean over about this time: loading the app at the first request is no load.</summary>
    private static readonly TimeSpan CpuWindow = TimeSpan.FromSeconds(5);

    private TimeSpan _seen = now;
    private TimeSpan _requestTime;
    private TimeSpan _requestTimeAtEnd;
    private TimeSpan? _cpu;
    private long _ended;

    public string Id { get; } = id;

    public int? Number { get; } = number;

    public long Generation { get; } = generation;

    public IInstanceGrain Grain { get; } = grain;

    /// <summary>Where it is in its life. Set by the roster.</summary>
    public InstanceState State { get; set; } = InstanceState.Starting;

    /// <summary>The call that starts it has returned: it knows by itself where it is.</summary>
    public bool IsKnownToRun { get; set; }

    /// <summary>It was killed on purpose, so that its end says nothing about the app.</summary>
    public bool IsKilled { get; set; }

    /// <summary>It could not load its app, which is counted already: its end adds nothing.</summary>
    public bool IsCounted { get; set; }

    /// <summary>When it began to start, or to serve.</summary>
    public TimeSpan Since { get; set; } = now;

    /// <summary>As the rules see it.</summary>
    public InstanceLoad Load => new(Id, State == InstanceState.Starting, Since, InFlight, LastActive, Cpu);

    private int InFlight { get; set; }

    private TimeSpan LastActive { get; set; }

    private double Cpu { get; set; }

    /// <summary>Takes in what the instance says of itself.</summary>
    /// <param name="described">What it says.</param>
    /// <param name="now">When it said it.</param>
    /// <param name="utcNow">The same, by the calendar.</param>
    /// <param name="history">Learns from it.</param>
    /// <returns>Time that requests were in it since the last time, all together.</returns>
    public TimeSpan Update(InstanceDescription described, TimeSpan now, DateTimeOffset utcNow, LoadHistory history)
    {
        InFlight = described.InFlight;
        LastActive = described.InFlight > 0 ? now : now - (utcNow - described.LastActive);
        var passed = now - _seen;
        if (described.Cpu is { } cpu)
        {
            if (_cpu is { } before && passed > TimeSpan.Zero)
                Cpu += (((cpu - before) / passed) - Cpu) * (1 - Math.Exp(-(passed / CpuWindow)));
            _cpu = cpu;
        }

        var added = described.RequestTime - _requestTime;
        if (described.Ended > _ended)
        {
            history.Served(described.Ended - _ended, described.RequestTime - _requestTimeAtEnd);
            _requestTimeAtEnd = described.RequestTime;
        }

        (_seen, _requestTime, _ended) = (now, described.RequestTime, described.Ended);
        return added;
    }

    /// <summary>The same without drawing conclusions: what was before this is not known.</summary>
    public void Recover(InstanceDescription described, TimeSpan now, DateTimeOffset utcNow)
    {
        InFlight = described.InFlight;
        LastActive = described.InFlight > 0 ? now : now - (utcNow - described.LastActive);
        Since = now - (utcNow - described.Started);
        IsKnownToRun = true;
        (_seen, _requestTime, _requestTimeAtEnd, _ended, _cpu) = (now, described.RequestTime, described.RequestTime, described.Ended, described.Cpu);
    }
}
