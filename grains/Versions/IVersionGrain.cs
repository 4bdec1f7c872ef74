namespace Actors.Grains;

/// <summary>
/// One version. It alone decides which instances there are, leases their slots to gateways, and is the one place where requests are pending.
/// Key: <c>app/service/version</c>.
/// </summary>
[Alias("actors.IVersionGrain")]
public interface IVersionGrain : IGrainWithStringKey
{
    /// <summary>Takes a new deployment: instances of earlier generations drain.</summary>
    [Alias("Deploy")]
    Task Deploy(VersionDeployment deployment);

    /// <summary>Registers a gateway, or renews it, and returns its leases. Without renewal they fall back after <see cref="InstanceOptions.GatewayExpiry"/>.</summary>
    [Alias("Subscribe")]
    Task<VersionSnapshot> Subscribe(string gatewayId, IVersionObserver observer);

    /// <summary>
    /// A gateway needs the version no more: it is leased nothing new, and gives back what it holds, which the answer says, when it can. One that is gone before
    /// that expires as any other.
    /// </summary>
    [Alias("Unsubscribe")]
    Task<VersionSnapshot> Unsubscribe(string gatewayId);

    /// <summary>Waits for a slot in the pending queue; instances are started as the load needs them.</summary>
    /// <param name="gatewayId">Who asks.</param>
    /// <param name="kind">User requests go first.</param>
    /// <param name="seen">The sequence number of the newest snapshot the gateway knows: slots that were leased to it since are looked at before anything is started.</param>
    [Alias("Acquire"), ResponseTimeout("00:15:00")]
    Task<SlotGrant> Acquire(string gatewayId, RequestKind kind, long seen);

    /// <summary>Gives slots back, because requests are pending.</summary>
    [Alias("Release")]
    Task Release(string gatewayId, string instanceId, int slots);

    /// <summary>Told by an instance grain whose <c>/_ah/start</c> has been answered: from now on it takes requests.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="generation">The deployment that it runs.</param>
    [Alias("InstanceReady")]
    Task InstanceReady(string instanceId, long generation);

    /// <summary>Told by an instance grain that takes no more requests of its own accord.</summary>
    [Alias("InstanceDrains")]
    Task InstanceDrains(string instanceId);

    /// <summary>Told by an instance grain when its worker is gone, for whatever reason.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="why">How it ended, for the log.</param>
    /// <param name="inVain">It ended by itself before it had answered a request.</param>
    [Alias("InstanceEnded")]
    Task InstanceEnded(string instanceId, string why, bool inVain);

    /// <summary>Every instance, described with its memory.</summary>
    [Alias("Instances")]
    Task<IReadOnlyList<InstanceDescription>> Instances();
}
