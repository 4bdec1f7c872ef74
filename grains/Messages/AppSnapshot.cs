namespace Actors.Grains;

/// <summary>An app as gateways route to it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Sequence">Grows with every change; an older snapshot is ignored.</param>
/// <param name="Versions">Every version of every service.</param>
/// <param name="Serving">Service name to the version that gets its traffic.</param>
/// <param name="Rules">The app's own rules; null is none.</param>
[GenerateSerializer, Immutable, Alias("actors.AppSnapshot")]
public sealed record AppSnapshot(
    [property: Id(0)] string App,
    [property: Id(1)] long Sequence,
    [property: Id(2)] IReadOnlyList<VersionDeployment> Versions,
    [property: Id(3)] IReadOnlyDictionary<string, string> Serving,
    [property: Id(4)] AppRules? Rules = null);

/// <summary>A gateway, as app grains push their snapshots to it.</summary>
[Alias("actors.IAppObserver")]
public interface IAppObserver : IGrainObserver
{
    /// <summary>A newer snapshot of the app; one way.</summary>
    [Alias("Publish")]
    void Publish(AppSnapshot snapshot);
}
