namespace Actors.Grains.Workers;

/// <summary>How busy the machine is, and what it is short of. Implemented in runtimes/.</summary>
public interface IMachineLoad
{
    /// <summary>Share of the machine's processors that was in use of late, 0 to 1; 0 when it is not known. Cheap enough to be asked at every decision.</summary>
    double Busy { get; }

    /// <summary>
    /// What there is too little left of for more instances, as <c>memory (900 of 24000 MB are left)</c>; null when there is enough. While it lasts idle instances end soon.
    /// As cheap as <see cref="Busy"/>.
    /// </summary>
    string? ShortOf { get; }
}

/// <summary>For a host that does not look.</summary>
internal sealed class UnknownMachineLoad : IMachineLoad
{
    public double Busy => 0;

    public string? ShortOf => null;
}
