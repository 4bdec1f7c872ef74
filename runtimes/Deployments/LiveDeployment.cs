using Actors.Grains;
using Actors.Runtimes.CodeTrees;

namespace Actors.Runtimes.Deployments;

/// <summary>A version that is served from the directory it is developed in, as it was last deployed.</summary>
/// <param name="App">The app and its configuration.</param>
/// <param name="Tree">Its code tree.</param>
/// <param name="TreeGeneration">The tree's generation that is deployed.</param>
/// <param name="Uid">The user of its workers, or -1.</param>
/// <param name="Deployment">What the app grain made of it.</param>
/// <param name="Snapshot">The app as of that deployment.</param>
public sealed record LiveDeployment(AppToServe App, LiveCodeTree Tree, long TreeGeneration, int Uid, VersionDeployment Deployment, AppSnapshot Snapshot)
{
    /// <summary>Its dispatch.yaml and dos.yaml are the app's; false when another version of the service was named before it. Default true.</summary>
    public bool BringsRules { get; init; } = true;
}
