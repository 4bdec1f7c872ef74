using Actors.Gateway.Routes;

namespace Actors.Gateway.Sources;

/// <summary>For hosts that serve deployed versions only: nothing ever changes.</summary>
internal sealed class DeployedSources : ISourceFreshness
{
    public ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken) => new(version);
}
