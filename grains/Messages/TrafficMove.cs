namespace Actors.Grains;

/// <summary>What a gradual change of traffic is.</summary>
[GenerateSerializer, Alias("actors.TrafficMoveKind")]
public enum TrafficMoveKind
{
    /// <summary>All traffic goes to a version step by step.</summary>
    Migration,

    /// <summary>The same, and back by itself when the version is worse than what it replaces.</summary>
    Canary,
}

/// <summary>How far it is.</summary>
[GenerateSerializer, Alias("actors.TrafficMoveState")]
public enum TrafficMoveState
{
    /// <summary>An instance of the target is started; no traffic has moved.</summary>
    WarmingUp,

    /// <summary>The target has the share of <see cref="TrafficMove.Step"/>.</summary>
    Moving,

    /// <summary>The target has all the traffic.</summary>
    Done,

    /// <summary>The traffic is what it was before; <see cref="TrafficMove.Why"/> says why.</summary>
    WentBack,

    /// <summary>Something else changed the traffic meanwhile.</summary>
    Replaced,
}

/// <summary>How a canary is judged and how fast it goes. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("actors.CanaryPlan")]
public sealed record CanaryPlan
{
    /// <summary>The first step's share; above 0, below 1. Each further step has twice as much.</summary>
    [Id(0)] public required double Share { get; init; }

    /// <summary>How long all steps take together at least: 1 second to 7 days.</summary>
    [Id(1)] public required TimeSpan Duration { get; init; }

    /// <summary>The part of requests that may be answered with a 5xx status; 0 to 1. Default 0.01.</summary>
    [Id(2)] public double MaxErrorRate { get; init; } = 0.01;

    /// <summary>Requests to the new version before a step may end, and to both before they are compared; 1 to 1,000,000, default 100.</summary>
    [Id(3)] public int MinRequests { get; init; } = 100;
}

/// <summary>A gradual change of a service's traffic: under way, or the last one that was. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("actors.TrafficMove")]
public sealed record TrafficMove
{
    /// <summary>What it is.</summary>
    [Id(0)] public required TrafficMoveKind Kind { get; init; }

    /// <summary>The version that gets the traffic.</summary>
    [Id(1)] public required string Version { get; init; }

    /// <summary>How far it is.</summary>
    [Id(2)] public required TrafficMoveState State { get; init; }

    /// <summary>The traffic before it began.</summary>
    [Id(3)] public required Traffic Before { get; init; }

    /// <summary>The target's share in each step; the last is 1.</summary>
    [Id(4)] public required IReadOnlyList<double> Steps { get; init; }

    /// <summary>Index of the step that it is in; -1 before the first.</summary>
    [Id(5)] public int Step { get; init; } = -1;

    /// <summary>How long a step lasts at least.</summary>
    [Id(6)] public required TimeSpan StepLength { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(7)] public required DateTimeOffset Started { get; init; }

    /// <summary>When the step began.</summary>
    [Id(8)] public required DateTimeOffset StepStarted { get; init; }

    /// <summary>How a canary is judged; null for a migration.</summary>
    [Id(9)] public CanaryPlan? Plan { get; init; }

    /// <summary>Where it stands, in a sentence.</summary>
    [Id(10)] public string Why { get; init; } = "";

    /// <summary>It is not over.</summary>
    public bool IsUnderWay => State is TrafficMoveState.WarmingUp or TrafficMoveState.Moving;
}
