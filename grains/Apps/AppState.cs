namespace Actors.Grains.Apps;

/// <summary>What lasts of an app.</summary>
[GenerateSerializer, Alias("actors.AppState")]
public sealed class AppState
{
    /// <summary>The current deployment of every version.</summary>
    [Id(0)] public List<VersionDeployment> Versions { get; set; } = [];

    /// <summary>Service name to the version that gets its traffic, as states from before there was <see cref="Services"/> say it; empty once they have been read.</summary>
    [Id(1)] public Dictionary<string, string> Serving { get; set; } = [];

    /// <summary>Counts the changes.</summary>
    [Id(2)] public long Sequence { get; set; }

    /// <summary>The app's own rules.</summary>
    [Id(3)] public AppRules Rules { get; set; } = AppRules.None;

    /// <summary>Service name to its traffic, with what is under way and what was before.</summary>
    [Id(4)] public Dictionary<string, TrafficStatus> Services { get; set; } = [];

    /// <summary>Keys of the versions that are stopped.</summary>
    [Id(5)] public List<string> Stopped { get; set; } = [];
}
