using Actors.Gateway.Routes;

namespace Actors.Gateway.Sources;

/// <summary>Keeps directories that are being edited live: asked before each request to a version that is served from one, never for deployed versions.</summary>
public interface ISourceFreshness
{
    /// <summary>The version as its files are now: <paramref name="version"/> itself when nothing changed (which must cost next to nothing),
    /// a newer one when something did, or <see cref="VersionRoute.Broken"/> while app.yaml cannot be used.</summary>
    ValueTask<VersionRoute> CurrentAsync(VersionRoute version, CancellationToken cancellationToken);
}
