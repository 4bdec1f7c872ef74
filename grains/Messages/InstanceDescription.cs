using Actors.Grains.Workers;

namespace Actors.Grains;

/// <summary>Where an instance is in its life.</summary>
[GenerateSerializer, Alias("actors.InstanceState")]
public enum InstanceState
{
    /// <summary>Never started, or started in an earlier activation: it serves nobody.</summary>
    Gone,

    /// <summary>Its worker is being started, or has not answered <c>/_ah/start</c> yet.</summary>
    Starting,

    /// <summary>It takes requests.</summary>
    Serving,

    /// <summary>It takes no new requests and finishes those it has.</summary>
    Draining,
}

/// <summary>An instance as the version grain and the admin API see it.</summary>
[GenerateSerializer, Immutable, Alias("actors.InstanceDescription")]
public sealed record InstanceDescription
{
    /// <summary>The opaque id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)] public required InstanceState State { get; init; }

    /// <summary>Process id of the worker, 0 without one.</summary>
    [Id(2)] public int Pid { get; init; }

    /// <summary>Requests begun since the start.</summary>
    [Id(3)] public long Requests { get; init; }

    /// <summary>Requests in it now.</summary>
    [Id(4)] public int InFlight { get; init; }

    /// <summary>When its worker was ready.</summary>
    [Id(5)] public DateTimeOffset Started { get; init; }

    /// <summary>When it last began or finished a request; now, while one or a background thread runs; its start before the first one.</summary>
    [Id(6)] public DateTimeOffset LastActive { get; init; }

    /// <summary>How the start went; none in a brief description.</summary>
    [Id(7)] public SpawnJourney Journey { get; init; } = SpawnJourney.None;

    /// <summary>Proportional set size in bytes when it was asked for, else null.</summary>
    [Id(8)] public long? Memory { get; init; }

    /// <summary>The layers that its worker is locked down with, by name; none in a brief description.</summary>
    [Id(9)] public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Its number, from 0; null where instances have none.</summary>
    [Id(10)] public int? Number { get; init; }

    /// <summary>The background threads that run in it, the oldest first.</summary>
    [Id(11)] public IReadOnlyList<BackgroundThreadDescription> BackgroundThreads { get; init; } = [];

    /// <summary>Processor time of its worker so far; null when it is not known. Of an idle instance it may be some seconds old.</summary>
    [Id(12)] public TimeSpan? Cpu { get; init; }

    /// <summary>Time that requests were in it, all together: the difference of two of these, divided by the time between, is the mean number of requests at a time.</summary>
    [Id(13)] public TimeSpan RequestTime { get; init; }

    /// <summary>Requests that have ended.</summary>
    [Id(14)] public long Ended { get; init; }

    /// <summary>How long requests took; null in a brief description, and when none has ended.</summary>
    [Id(15)] public LatencyQuantiles? Latency { get; init; }

    /// <summary>Of its requests, those that were answered with a 5xx status, or not at all because the worker ended or their deadline had passed.</summary>
    [Id(16)] public long Errors { get; init; }
}
