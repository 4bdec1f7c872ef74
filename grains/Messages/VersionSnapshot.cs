namespace Actors.Grains;

/// <summary>
/// Slots of one instance leased to one gateway. The two counts let the gateway put grants and releases that crossed this snapshot on their way in their place:
/// it knows how many grants it has taken and how many slots it has released.
/// </summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Slots">How many requests this gateway may have in it at a time.</param>
/// <param name="Granted">Grants of this instance ever made to this gateway; each added a slot.</param>
/// <param name="Released">Slots of this instance ever released by this gateway.</param>
/// <param name="Number">The instance's number, from 0, by which a host may name it; null where instances have none.</param>
[GenerateSerializer, Immutable, Alias("actors.SlotLease")]
public sealed record SlotLease(
    [property: Id(0)] string InstanceId, [property: Id(1)] int Slots, [property: Id(2)] long Granted = 0, [property: Id(3)] long Released = 0, [property: Id(4)] int? Number = null);

/// <summary>A version as one gateway sees it. Absolute, so that the newest one read is right whatever was missed.</summary>
/// <param name="Holder">Whose leases these are.</param>
/// <param name="Sequence">Grows with every change, also over a new activation of the version grain; an older one is ignored.</param>
/// <param name="Generation">The deployment that these instances run.</param>
/// <param name="Pressure">Requests are pending: a slot that comes free goes back to the version grain, which gives it to the first in the queue.</param>
/// <param name="Leases">Every serving instance, also those of which this gateway leases no slot.</param>
[GenerateSerializer, Immutable, Alias("actors.VersionSnapshot")]
public sealed record VersionSnapshot(
    [property: Id(0)] string Holder,
    [property: Id(1)] long Sequence,
    [property: Id(2)] long Generation,
    [property: Id(3)] bool Pressure,
    [property: Id(4)] IReadOnlyList<SlotLease> Leases);

/// <summary>A gateway, as version grains push their snapshots to it.</summary>
[Alias("actors.IVersionObserver")]
public interface IVersionObserver : IGrainObserver
{
    /// <summary>A newer snapshot of the version; one way.</summary>
    [Alias("Publish")]
    void Publish(string versionKey, VersionSnapshot snapshot);
}
