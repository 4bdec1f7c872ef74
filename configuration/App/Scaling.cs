namespace Actors.Configuration;

/// <summary>How the number of instances is decided.</summary>
public abstract record Scaling;

/// <summary><c>automatic_scaling</c>, the default. Null means that the platform decides.</summary>
public sealed record AutomaticScaling : Scaling
{
    /// <summary>Requests at a time when app.yaml does not say.</summary>
    public const int DefaultMaxConcurrentRequests = 10;

    /// <summary>Instances that always run, 0 to 1000. Default 0.</summary>
    public int MinInstances { get; init; }

    /// <summary>Most instances, 0 means no limit. Default 0.</summary>
    public int MaxInstances { get; init; }

    /// <summary>Idle instances to keep beyond the need, 0 to 1000. Default null.</summary>
    public int? MinIdleInstances { get; init; }

    /// <summary>Idle instances to allow, 1 to 1000. Default null.</summary>
    public int? MaxIdleInstances { get; init; }

    /// <summary>A request waits at least this long before an instance is started for it. Default null.</summary>
    public TimeSpan? MinPendingLatency { get; init; }

    /// <summary>A request waits at most this long before an instance is started for it. Default null.</summary>
    public TimeSpan? MaxPendingLatency { get; init; }

    /// <summary>Requests that one instance takes at a time, 1 to 1000. Default 10.</summary>
    public int MaxConcurrentRequests { get; init; } = DefaultMaxConcurrentRequests;

    /// <summary>Share of the CPU above which an instance is started, 0.5 to 0.95. Default 0.6.</summary>
    public double TargetCpuUtilization { get; init; } = 0.6;

    /// <summary>Share of <see cref="MaxConcurrentRequests"/> above which an instance is started, 0.5 to 0.95. Default 0.6.</summary>
    public double TargetThroughputUtilization { get; init; } = 0.6;
}

/// <summary><c>basic_scaling</c>: an instance is started by a request and stopped when idle.</summary>
/// <param name="MaxInstances">Most instances, from 1.</param>
/// <param name="IdleTimeout">Stopped after so long without a request. Default 5 minutes.</param>
public sealed record BasicScaling(int MaxInstances, TimeSpan IdleTimeout) : Scaling;

/// <summary><c>manual_scaling</c>: a fixed number of instances.</summary>
/// <param name="Instances">How many, from 1.</param>
public sealed record ManualScaling(int Instances) : Scaling;
