namespace Actors.Grains.Versions.Scaling;

/// <summary>What the decision about instances is tuned with: one set for all apps. Found with <c>bench/scaling</c>.</summary>
internal sealed record ScalingParameters
{
    /// <summary>The set in use.</summary>
    public static ScalingParameters Default { get; } = new();

    /// <summary>The load "now" is the mean over this. Default 2 s.</summary>
    public TimeSpan ShortWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What was needed in this time is kept, where starts take a second. Default 20 s.</summary>
    public TimeSpan KeptPerStartSecond { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What was needed is kept at least so long. Default 10 s.</summary>
    public TimeSpan KeptAtLeast { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What was needed is kept at most so long. Default 5 minutes.</summary>
    public TimeSpan KeptAtMost { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Of the time that a start takes: how long what waits may take to be served then. Default 0.1.</summary>
    public double Patience { get; init; } = 0.1;

    /// <summary>A request that waits longer has an instance started for it; App Engine leaves it open. Default 1 s.</summary>
    public TimeSpan MaxPendingLatency { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of the machine's processors from which on more instances are of no use. Default 0.95.</summary>
    public double Saturated { get; init; } = 0.95;

    /// <summary>For how long what was needed is kept: the longer the dearer a start is.</summary>
    /// <param name="start">How long an instance takes to start.</param>
    public TimeSpan PeakWindow(TimeSpan start)
    {
        var kept = KeptPerStartSecond * start.TotalSeconds;
        return kept < KeptAtLeast ? KeptAtLeast : kept > KeptAtMost ? KeptAtMost : kept;
    }
}
