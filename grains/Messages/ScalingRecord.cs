namespace Actors.Grains;

/// <summary>A decision about a version's instances, with what it was made from.</summary>
[GenerateSerializer, Immutable, Alias("actors.ScalingRecord")]
public sealed record ScalingRecord
{
    /// <summary>When; of several that followed each other at once, the last.</summary>
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>How many instances it started.</summary>
    [Id(1)] public int Started { get; init; }

    /// <summary>Ids of the instances that it drained.</summary>
    [Id(2)] public IReadOnlyList<string> Drained { get; init; } = [];

    /// <summary>Why, in a sentence.</summary>
    [Id(3)] public required string Why { get; init; }

    /// <summary>Requests that waited.</summary>
    [Id(4)] public int Pending { get; init; }

    /// <summary>How long the first of them had waited.</summary>
    [Id(5)] public TimeSpan OldestWait { get; init; }

    /// <summary>Instances that were starting before it.</summary>
    [Id(6)] public int Starting { get; init; }

    /// <summary>Instances that were serving before it.</summary>
    [Id(7)] public int Serving { get; init; }

    /// <summary>Most instances there might be.</summary>
    [Id(8)] public int Limit { get; init; }

    /// <summary>Mean number of requests, in instances and waiting, of the last seconds.</summary>
    [Id(9)] public double Concurrency { get; init; }

    /// <summary>The greatest such mean that still counted.</summary>
    [Id(10)] public double Peak { get; init; }

    /// <summary>Mean time that a request was in an instance.</summary>
    [Id(11)] public TimeSpan ServiceTime { get; init; }

    /// <summary>Mean time that an instance took to start.</summary>
    [Id(12)] public TimeSpan StartTime { get; init; }

    /// <summary>Processors that the instances used.</summary>
    [Id(13)] public double Cpu { get; init; }

    /// <summary>Share of the machine's processors in use, 0 to 1.</summary>
    [Id(14)] public double MachineBusy { get; init; }
}
