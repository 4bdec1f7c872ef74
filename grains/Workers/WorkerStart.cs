namespace Actors.Grains.Workers;

/// <summary>All that a worker is started with.</summary>
/// <param name="Deployment">The version it runs.</param>
/// <param name="InstanceId">The instance's opaque id, 36 hexadecimal digits.</param>
/// <param name="Number">The instance's number, from 0; null, the default, where instances have none.</param>
/// <param name="Instance">The instance grain, for services that need it; null, the default, for workers without one.</param>
public sealed record WorkerStart(VersionDeployment Deployment, string InstanceId, int? Number = null, IInstanceGrain? Instance = null)
{
    /// <summary>Connections beside those for requests: one for each background thread, and one for <c>/_ah/stop</c>. None on automatic scaling.</summary>
    public int ConnectionsBeside => Deployment.RunsLong ? BackgroundThreads.Most + 1 : 0;
}
