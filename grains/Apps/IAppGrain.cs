namespace Actors.Grains;

/// <summary>
/// A tenant: its services, their versions and which of them gets which traffic. Key: the application id.
/// What changes traffic takes the ETag of the state that it is meant for, or null for whatever it is; each change is kept before gateways hear of it.
/// </summary>
[Alias("actors.IAppGrain")]
public interface IAppGrain : IGrainWithStringKey
{
    /// <summary>Adds a version or replaces its deployment. The first version of a service gets its traffic; otherwise the traffic stays as it is. The generation is set here.</summary>
    /// <param name="deployment">The version.</param>
    /// <param name="rules">The app's own rules, which come with its default service; null leaves them as they are.</param>
    [Alias("Deploy")]
    Task<AppSnapshot> Deploy(VersionDeployment deployment, AppRules? rules);

    /// <summary>
    /// Says which versions of a service are served from now on, when a silo starts. Traffic that somebody set among these versions stays; otherwise the first of them gets all of it, started if it was stopped.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="versions">Its versions, deployed before, in the order in which they were named; at least one.</param>
    /// <exception cref="TrafficRefusedException">One of them is not deployed.</exception>
    [Alias("Serve")]
    Task<AppSnapshot> Serve(string service, IReadOnlyList<string> versions);

    /// <summary>Registers a gateway, or renews it, and returns what it should route by.</summary>
    [Alias("Subscribe")]
    Task<AppSnapshot> Subscribe(IAppObserver gateway);

    /// <summary>The app as it is.</summary>
    [Alias("Snapshot"), AlwaysInterleave]
    Task<AppSnapshot> Snapshot();

    /// <summary>A service's traffic, what is under way with it and what it was.</summary>
    /// <exception cref="TrafficRefusedException">There is no such service.</exception>
    [Alias("TrafficOf"), AlwaysInterleave]
    Task<TrafficStatus> TrafficOf(string service);

    /// <summary>Splits a service's traffic, at once. A migration or canary that is under way ends.</summary>
    /// <param name="service">The service.</param>
    /// <param name="weights">Versions and their weights, above 0: <c>v1: 2, v2: 2</c> is a half each. Up to <see cref="Traffic.MostVersions"/>. What is below a thousandth gets a thousandth.</param>
    /// <param name="splitBy">How a request finds its version.</param>
    /// <param name="etag">The state that the change is meant for, or null.</param>
    /// <exception cref="TrafficConflictException">The state is another.</exception>
    /// <exception cref="TrafficRefusedException">There is no such service or version, one is stopped, or the weights make no sense.</exception>
    [Alias("SetTraffic")]
    Task<TrafficStatus> SetTraffic(string service, IReadOnlyDictionary<string, double> weights, TrafficSplit splitBy, string? etag);

    /// <summary>Gives all of a service's traffic to a version, at once.</summary>
    /// <exception cref="TrafficConflictException">The state is another.</exception>
    /// <exception cref="TrafficRefusedException">There is no such service or version, or it is stopped.</exception>
    [Alias("Promote")]
    Task<TrafficStatus> Promote(string service, string version, string? etag);

    /// <summary>
    /// Gives all of a service's traffic to a version in ten steps, after an instance of it has been started. Returns at once; <see cref="TrafficOf"/> says how far it is. It goes on after a restart. When no
    /// instance can be started the traffic stays as it is.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="version">The version.</param>
    /// <param name="duration">From the first step to the last: 1 second to 7 days.</param>
    /// <param name="etag">The state that the change is meant for, or null.</param>
    /// <exception cref="TrafficConflictException">The state is another.</exception>
    /// <exception cref="TrafficRefusedException">There is no such service or version, it is stopped, or the duration is out of range.</exception>
    [Alias("Migrate")]
    Task<TrafficStatus> Migrate(string service, string version, TimeSpan duration, string? etag);

    /// <summary>
    /// As <see cref="Migrate"/>, in steps that double from the plan's share; goes back by itself when the version answers too many requests with errors, or is worse than what it replaces. After a restart
    /// the step that it was in begins anew.
    /// </summary>
    /// <exception cref="TrafficConflictException">The state is another.</exception>
    /// <exception cref="TrafficRefusedException">There is no such service or version, it is stopped, or the plan is out of range.</exception>
    [Alias("Canary")]
    Task<TrafficStatus> Canary(string service, string version, CanaryPlan plan, string? etag);

    /// <summary>
    /// Makes a service's traffic what it was before the last change, or before the migration or canary that is under way; asked again, what it was before that. Versions that are deleted or stopped cannot
    /// get traffic, so states with them are passed over.
    /// </summary>
    /// <exception cref="TrafficConflictException">The state is another.</exception>
    /// <exception cref="TrafficRefusedException">There is no such service, or nothing to go back to.</exception>
    [Alias("RollBack")]
    Task<TrafficStatus> RollBack(string service, string? etag);

    /// <summary>Stops a version: requests for it are answered 404, its instances drain. Stopping a stopped one changes nothing.</summary>
    /// <exception cref="TrafficRefusedException">There is no such version, or it gets traffic, also as the target of a migration or canary.</exception>
    [Alias("StopVersion")]
    Task<AppSnapshot> StopVersion(string service, string version);

    /// <summary>Lets a stopped version serve again. Starting one that is not stopped changes nothing.</summary>
    /// <exception cref="TrafficRefusedException">There is no such version.</exception>
    [Alias("StartVersion")]
    Task<AppSnapshot> StartVersion(string service, string version);

    /// <summary>Stops a version and forgets it. Its files stay where they are.</summary>
    /// <exception cref="TrafficRefusedException">There is no such version, or it gets traffic.</exception>
    [Alias("DeleteVersion")]
    Task<AppSnapshot> DeleteVersion(string service, string version);

    /// <summary>A version is not there any more, whatever traffic it gets: other versions of its service get that, and without one the service ends.</summary>
    /// <param name="service">The service.</param>
    /// <param name="version">The version.</param>
    /// <returns>The app without it.</returns>
    [Alias("Withdraw")]
    Task<AppSnapshot> Withdraw(string service, string version);

    /// <summary>A gateway says what became of the requests of a service whose traffic is measured; once a second.</summary>
    [Alias("Report"), AlwaysInterleave]
    Task Report(TrafficReport report);
}
