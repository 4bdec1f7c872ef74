namespace Actors.Grains;

/// <summary>Why a wait for a slot ended.</summary>
[GenerateSerializer, Alias("actors.GrantOutcome")]
public enum GrantOutcome
{
    /// <summary>A slot is granted.</summary>
    Granted,

    /// <summary>The pending queue is full.</summary>
    QueueFull,

    /// <summary>The request waited as long as it may.</summary>
    WaitedTooLong,

    /// <summary>No instance could be started.</summary>
    StartFailed,

    /// <summary>There is no such version, or it is stopped.</summary>
    NoVersion,

    /// <summary>The gateway holds slots that it had not heard of yet: it should look at the snapshot first.</summary>
    Look,

    /// <summary>The version grain came back without its memory: the gateway should subscribe, which says what it holds, and ask again.</summary>
    Subscribe,

    /// <summary>All instances are busy, and requests to this version do not wait for that.</summary>
    FailedFast,

    /// <summary>The silo ends, and with it all instances.</summary>
    SiloStops,
}

/// <summary>The end of a wait for a slot.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="InstanceId">The instance whose slot is granted, from now on one of the gateway's leases there.</param>
/// <param name="Summary">When no instance could be started: what happened.</param>
/// <param name="Explanation">Why, as far as it is known.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Snapshot">With <see cref="GrantOutcome.Look"/>: the gateway's leases as they are.</param>
[GenerateSerializer, Immutable, Alias("actors.SlotGrant")]
public sealed record SlotGrant(
    [property: Id(0)] GrantOutcome Outcome,
    [property: Id(1)] string? InstanceId = null,
    [property: Id(2)] string? Summary = null,
    [property: Id(3)] string? Explanation = null,
    [property: Id(4)] string? Remedy = null,
    [property: Id(5)] VersionSnapshot? Snapshot = null);
