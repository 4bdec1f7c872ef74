namespace Actors.Grains;

/// <summary>Slots of one instance leased to one gateway.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Slots">How many requests this gateway may have in it at a time.</param>
[GenerateSerializer, Immutable, Alias("actors.SlotLease")]
public sealed record SlotLease([property: Id(0)] string InstanceId, [property: Id(1)] int Slots);

/// <summary>A version as one gateway sees it. Absolute, so that the newest one read is right whatever was missed.</summary>
/// <param name="Sequence">Grows with every change, also over a new activation of the version grain; an older one is ignored.</param>
/// <param name="Generation">The deployment that these instances run.</param>
/// <param name="Pressure">Requests are pending: a slot that comes free goes back to the version grain, which gives it to the first in the queue.</param>
/// <param name="Leases">The gateway's leases.</param>
[GenerateSerializer, Immutable, Alias("actors.VersionSnapshot")]
public sealed record VersionSnapshot(
    [property: Id(0)] long Sequence,
    [property: Id(1)] long Generation,
    [property: Id(2)] bool Pressure,
    [property: Id(3)] IReadOnlyList<SlotLease> Leases);

/// <summary>A gateway, as version grains push their snapshots to it.</summary>
[Alias("actors.IVersionObserver")]
public interface IVersionObserver : IGrainObserver
{
    /// <summary>A newer snapshot of the version; one way.</summary>
    [Alias("Publish")]
    void Publish(string versionKey, VersionSnapshot snapshot);
}
