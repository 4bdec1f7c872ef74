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

    /// <summary>
    /// The version is stopped or deleted: after two seconds, in which gateways hear of it, and when nobody waits any more, its instances drain and requests are refused. A later deployment, or
    /// <see cref="Resume"/>, lets it serve again.
    /// </summary>
    /// <param name="why">For the log.</param>
    [Alias("Stop")]
    Task Stop(string why);

    /// <summary>A version that was stopped serves again.</summary>
    /// <param name="deployment">What it is; an older generation than it knows changes nothing.</param>
    [Alias("Resume")]
    Task Resume(VersionDeployment deployment);

    /// <summary>Says whether the version gets traffic at its service's own address: <c>min_instances</c> and <c>min_idle_instances</c> hold only then. It does until this says otherwise.</summary>
    [Alias("Traffic")]
    Task Traffic(bool hasTraffic);

    /// <summary>Registers a gateway, or renews it, and returns its leases. Without renewal they fall back after <see cref="InstanceOptions.GatewayExpiry"/>.</summary>
    /// <param name="gatewayId">Who.</param>
    /// <param name="observer">What its snapshots are pushed to.</param>
    /// <param name="held">What it holds, with its own counts: counted when this grain has come back without its memory.</param>
    [Alias("Subscribe")]
    Task<VersionSnapshot> Subscribe(string gatewayId, IVersionObserver observer, IReadOnlyList<SlotLease> held);

    /// <summary>
    /// A gateway needs the version no more: it is leased nothing new, and gives back what it holds, which the answer says, when it can. One that is gone before
    /// that expires as any other.
    /// </summary>
    [Alias("Unsubscribe")]
    Task<VersionSnapshot> Unsubscribe(string gatewayId);

    /// <summary>Waits for a slot in the pending queue; instances are started as the load needs them.</summary>
    /// <param name="gatewayId">Who asks.</param>
    /// <param name="kind">User requests go first.</param>
    /// <param name="seen">
    /// The sequence number of the newest snapshot the gateway knows: slots that were leased to it since are looked at before anything is started. <see cref="long.MaxValue"/> when it wants to wait whatever there is.
    /// </param>
    [Alias("Acquire"), ResponseTimeout("00:15:00")]
    Task<SlotGrant> Acquire(string gatewayId, RequestKind kind, long seen);

    /// <summary>
    /// Waits until there is an instance that live traffic can go to: where none serves one is started, and warmed up where the version wants that. Gives no slot.
    /// </summary>
    /// <returns>Granted, or why there is none.</returns>
    [Alias("WarmUp"), ResponseTimeout("00:25:00")]
    Task<SlotGrant> WarmUp();

    /// <summary>Gives slots back, because requests are pending.</summary>
    [Alias("Release")]
    Task Release(string gatewayId, string instanceId, int slots);

    /// <summary>Told by an instance grain whose <c>/_ah/start</c> has been answered: from now on it takes requests.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="generation">The deployment that it runs.</param>
    [Alias("InstanceReady")]
    Task InstanceReady(string instanceId, long generation);

    /// <summary>Told by an instance grain that takes no more requests of its own accord.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="inVain">Why, for the log, where it will end without having answered a request; else null.</param>
    [Alias("InstanceDrains")]
    Task InstanceDrains(string instanceId, string? inVain);

    /// <summary>Told by an instance grain when its worker is gone, for whatever reason.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="why">How it ended, for the log.</param>
    /// <param name="inVain">It ended by itself, or because its app could not be loaded, before it had answered a request.</param>
    [Alias("InstanceEnded")]
    Task InstanceEnded(string instanceId, string why, bool inVain);

    /// <summary>Told by an instance grain every now and then; it wakes this one where a machine was lost.</summary>
    /// <returns>False when no such instance is known: it should end.</returns>
    [Alias("InstanceLives")]
    Task<bool> InstanceLives(string instanceId);

    /// <summary>Every instance, described in full.</summary>
    [Alias("Instances")]
    Task<IReadOnlyList<InstanceDescription>> Instances();

    /// <summary>The last hundred decisions about instances, the newest first.</summary>
    [Alias("Decisions")]
    Task<IReadOnlyList<ScalingRecord>> Decisions();

    /// <summary>An instance gets no new requests, finishes its own and ends; where it is needed, another one is started.</summary>
    /// <param name="instanceId">Which.</param>
    /// <param name="why">A clause for the log and the decisions.</param>
    /// <returns>False when there is no such instance.</returns>
    [Alias("DrainInstance")]
    Task<bool> DrainInstance(string instanceId, string why);

    /// <summary>Kills an instance's worker at once; requests in it fail.</summary>
    /// <returns>False when there is no such instance.</returns>
    [Alias("KillInstance")]
    Task<bool> KillInstance(string instanceId);
}
