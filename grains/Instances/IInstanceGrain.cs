namespace Actors.Grains;

/// <summary>
/// One running copy of a version, which owns one worker. Key: <c>app/service/version/instance</c>, where the last part is random and never used again:
/// a virtual actor comes back when it is called, a stopped instance must not, so one that was not started answers that it is gone.
/// </summary>
[Alias("actors.IInstanceGrain")]
public interface IInstanceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the worker, within two minutes; called once, by the version grain. An instance of basic or manual scaling is still <see cref="InstanceState.Starting"/> when this returns, because
    /// <c>/_ah/start</c> may run for hours: <see cref="IVersionGrain.InstanceReady"/> tells when it serves, <see cref="IVersionGrain.InstanceEnded"/> when it never will.
    /// </summary>
    /// <param name="deployment">The version.</param>
    /// <param name="number">Its number, from 0; null where instances have none.</param>
    /// <exception cref="Workers.SpawnFailedException">The worker could not be started; the instance is gone.</exception>
    [Alias("Start"), ResponseTimeout(Instances.InstanceGrain.LongestStart)]
    Task<InstanceDescription> Start(VersionDeployment deployment, int? number);

    /// <summary>
    /// Sends <c>/_ah/warmup</c> to a version that wants it and returns when it is answered, whatever the status, or after <see cref="LifecycleOptions.WarmUpTimeout"/>. For an
    /// instance that gets no requests yet; where requests wait for the first instance of all, theirs is the loading request.
    /// </summary>
    [Alias("WarmUp"), AlwaysInterleave, ResponseTimeout("00:11:00")]
    Task WarmUp();

    /// <summary>Starts a background thread: its request comes to the worker at once, and ends with it.</summary>
    [Alias("StartBackground"), AlwaysInterleave]
    Task<BackgroundStart> StartBackground();

    /// <summary>
    /// The hot path: has the worker handle one request. Calls come in beside those running up to
    /// <see cref="VersionDeployment.MaxConcurrentRequests"/>, which <c>threadsafe: false</c> makes 1. A request may take 24 hours and its grace.
    /// </summary>
    [Alias("Handle"), ResponseTimeout("1.01:00:00")]
    Task<AppAnswer> Handle(AppRequest request);

    /// <summary>
    /// Takes no new requests, lets those running finish, then stops the worker; on basic and manual scaling <c>/_ah/stop</c> comes before that. Returns at once.
    /// </summary>
    [Alias("Drain"), AlwaysInterleave]
    Task Drain(string why);

    /// <summary>Kills the worker at once.</summary>
    [Alias("Kill"), AlwaysInterleave]
    Task Kill();

    /// <summary>State and counters.</summary>
    /// <param name="withMemory">All there is, also the worker's memory, which takes about 0.2 ms; else briefly, as once a second for every instance.</param>
    [Alias("Describe"), AlwaysInterleave]
    Task<InstanceDescription> Describe(bool withMemory);
}
