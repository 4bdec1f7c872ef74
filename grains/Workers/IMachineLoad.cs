namespace Actors.Grains.Workers;

/// <summary>How busy the machine is. Implemented in runtimes/.</summary>
public interface IMachineLoad
{
    /// <summary>Share of the machine's processors that was in use of late, 0 to 1; 0 when it is not known. Cheap enough to be asked at every decision.</summary>
    double Busy { get; }
}

/// <summary>For a host that does not look.</summary>
internal sealed class UnknownMachineLoad : IMachineLoad
{
    public double Busy => 0;
}
