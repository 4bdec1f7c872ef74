namespace Actors.Grains;

/// <summary>A tenant: its services, their versions and which of them gets the traffic. Key: the application id.</summary>
[Alias("actors.IAppGrain")]
public interface IAppGrain : IGrainWithStringKey
{
    /// <summary>Adds a version or replaces its deployment, and makes it the one that serves its service. The generation is set here.</summary>
    /// <param name="deployment">The version.</param>
    /// <param name="rules">The app's own rules, which come with its default service; null leaves them as they are.</param>
    [Alias("Deploy")]
    Task<AppSnapshot> Deploy(VersionDeployment deployment, AppRules? rules);

    /// <summary>Registers a gateway, or renews it, and returns what it should route by.</summary>
    [Alias("Subscribe")]
    Task<AppSnapshot> Subscribe(IAppObserver gateway);

    /// <summary>The app as it is.</summary>
    [Alias("Snapshot"), AlwaysInterleave]
    Task<AppSnapshot> Snapshot();
}
