namespace Actors.Grains.Workers;

/// <summary>All that a worker is started with.</summary>
/// <param name="Deployment">The version it runs.</param>
/// <param name="InstanceId">The instance's opaque id, 36 hexadecimal digits.</param>
public sealed record WorkerStart(VersionDeployment Deployment, string InstanceId);
