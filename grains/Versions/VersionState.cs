namespace Actors.Grains.Versions;

/// <summary>What a version grain finds again when it comes back on another machine.</summary>
[GenerateSerializer, Alias("actors.VersionState")]
public sealed class VersionState
{
    /// <summary>The instances that have not ended.</summary>
    [Id(0)] public List<KnownInstance> Instances { get; set; } = [];

    /// <summary>Whether the version gets traffic at its service's own address.</summary>
    [Id(1)] public bool HasTraffic { get; set; } = true;

    /// <summary>Whether it is stopped.</summary>
    [Id(2)] public bool IsStopped { get; set; }
}

/// <summary>An instance that has not ended.</summary>
/// <param name="Id">The opaque id.</param>
/// <param name="Number">Its number; null where instances have none.</param>
/// <param name="Generation">The deployment that it runs.</param>
[GenerateSerializer, Immutable, Alias("actors.KnownInstance")]
public sealed record KnownInstance([property: Id(0)] string Id, [property: Id(1)] int? Number, [property: Id(2)] long Generation);
