using Actors.Console.Services;
using Actors.Grains;

namespace Actors.Console.Versions;

/// <summary>Whether a version serves.</summary>
public enum VersionState
{
    /// <summary>It answers requests; instances come and go with the load.</summary>
    Serving,

    /// <summary>Somebody stopped it: requests for it are answered 404.</summary>
    Stopped,

    /// <summary>The silo was started without its app: requests for it are answered 404 until it is started with it again.</summary>
    NotServed,
}

/// <summary>One version as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Service">Its service.</param>
/// <param name="Version">Its name.</param>
/// <param name="Runtime">The runtime as app.yaml names it.</param>
/// <param name="Scaling">How many instances there are to be, and who decides.</param>
/// <param name="State">Whether it serves.</param>
/// <param name="Share">Its share of its service's traffic, 0 to 1.</param>
/// <param name="Instances">Instances that start, serve or drain.</param>
/// <param name="InFlight">Requests in them now.</param>
/// <param name="MaxConcurrentRequests">Requests that an instance takes at a time.</param>
/// <param name="MemoryMegabytes">Memory of its instance class, MiB.</param>
/// <param name="Deployed">When it was deployed last; a changed file in a directory that is served is a deployment too.</param>
/// <param name="Source">The directory that it is served from, or null.</param>
public sealed record VersionRow(
    string App,
    string Service,
    string Version,
    string Runtime,
    VersionScaling Scaling,
    VersionState State,
    double Share,
    int Instances,
    int InFlight,
    int MaxConcurrentRequests,
    int MemoryMegabytes,
    DateTimeOffset Deployed,
    string? Source)
{
    /// <summary>The row of a version.</summary>
    public static VersionRow From(AppSnapshot app, VersionDeployment version, IReadOnlyList<InstanceDescription> instances, bool isServed)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(version);
        return new VersionRow(
            version.App, version.Service, version.Version, version.Runtime, VersionScaling.From(version), app.IsStopped(version) ? VersionState.Stopped : isServed ? VersionState.Serving : VersionState.NotServed,
            app.SharesOf(version.Service).GetValueOrDefault(version.Version), instances.Count(static instance => instance.State != InstanceState.Gone), instances.Sum(static instance => instance.InFlight),
            version.MaxConcurrentRequests, version.MemoryMegabytes, new DateTimeOffset(version.Generation, TimeSpan.Zero), version.Source);
    }
}
