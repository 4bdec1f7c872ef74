namespace Actors.Grains;

/// <summary>Who decides how many instances there are.</summary>
[GenerateSerializer, Alias("actors.ScalingKind")]
public enum ScalingKind
{
    /// <summary>The load decides.</summary>
    Automatic,

    /// <summary>A request starts an instance, a time without requests ends it.</summary>
    Basic,

    /// <summary>A fixed number.</summary>
    Manual,
}

/// <summary>A version's scaling as its app.yaml says. Meaning, ranges and defaults are App Engine's.</summary>
[GenerateSerializer, Immutable, Alias("actors.ScalingSettings")]
public sealed record ScalingSettings
{
    /// <summary>Automatic scaling with App Engine's defaults.</summary>
    public static ScalingSettings Default { get; } = new();

    /// <summary>Who decides. Default automatic.</summary>
    [Id(0)] public ScalingKind Kind { get; init; }

    /// <summary>Instances that always run, 0 to 1000; with manual scaling all there are. Default 0.</summary>
    [Id(1)] public int MinInstances { get; init; }

    /// <summary>Most instances, from 1; 0, the default, leaves it to <see cref="InstanceOptions.MaxInstances"/>.</summary>
    [Id(2)] public int MaxInstances { get; init; }

    /// <summary>Idle instances to keep beyond the need, 0 to 1000. Default null: none.</summary>
    [Id(3)] public int? MinIdleInstances { get; init; }

    /// <summary>Idle instances to allow beyond the need, 1 to 1000. Default null: they end by the idle time alone.</summary>
    [Id(4)] public int? MaxIdleInstances { get; init; }

    /// <summary>A request waits at least this long before an instance is started for it. Default null: as long as waiting is expected to be shorter than a start.</summary>
    [Id(5)] public TimeSpan? MinPendingLatency { get; init; }

    /// <summary>A request that waits longer has an instance started for it, whatever else is expected. Default null: as with <see cref="MinPendingLatency"/>.</summary>
    [Id(6)] public TimeSpan? MaxPendingLatency { get; init; }

    /// <summary>Share of the CPU above which an instance is started, 0.5 to 0.95. Default 0.6.</summary>
    [Id(7)] public double TargetCpu { get; init; } = 0.6;

    /// <summary>Share of an instance's slots above which an instance is started, 0.5 to 0.95. Default 0.6.</summary>
    [Id(8)] public double TargetThroughput { get; init; } = 0.6;

    /// <summary>Basic scaling: an instance without a request for this long ends. Default null: <see cref="InstanceOptions.IdleTimeout"/>.</summary>
    [Id(9)] public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether <c>inbound_services</c> has <c>warmup</c>. Default false.</summary>
    [Id(10)] public bool Warmup { get; init; }
}
