namespace Actors.Grains;

/// <summary>An app as gateways route to it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Sequence">Grows with every change; an older snapshot is ignored.</param>
/// <param name="Versions">Every version of every service.</param>
/// <param name="Serving">Service name to the version that gets its traffic, or the most of it.</param>
/// <param name="Rules">The app's own rules; null is none.</param>
/// <param name="Traffic">Service name to how its traffic is split; a service that is not in it, or null, goes by <paramref name="Serving"/>.</param>
/// <param name="Stopped">Keys of the versions that are stopped; null is none.</param>
[GenerateSerializer, Immutable, Alias("actors.AppSnapshot")]
public sealed record AppSnapshot(
    [property: Id(0)] string App,
    [property: Id(1)] long Sequence,
    [property: Id(2)] IReadOnlyList<VersionDeployment> Versions,
    [property: Id(3)] IReadOnlyDictionary<string, string> Serving,
    [property: Id(4)] AppRules? Rules = null,
    [property: Id(5)] IReadOnlyDictionary<string, Traffic>? Traffic = null,
    [property: Id(6)] IReadOnlyList<string>? Stopped = null)
{
    /// <summary>A version is stopped.</summary>
    public bool IsStopped(VersionDeployment version) => Stopped is { } stopped && stopped.Contains(version.Key);
}

/// <summary>A gateway, as app grains push their snapshots to it.</summary>
[Alias("actors.IAppObserver")]
public interface IAppObserver : IGrainObserver
{
    /// <summary>A newer snapshot of the app; one way.</summary>
    [Alias("Publish")]
    void Publish(AppSnapshot snapshot);
}
