using Actors.Grains;

namespace Actors.Console.Versions;

/// <summary>A version's scaling as the admin API shows it.</summary>
/// <param name="Kind">Who decides: the load, a request at a time, or a fixed number.</param>
/// <param name="MinInstances">Instances that always run.</param>
/// <param name="MaxInstances">Most instances; 0 leaves it to the silo.</param>
public sealed record VersionScaling(ScalingKind Kind, int MinInstances, int MaxInstances)
{
    /// <summary>The scaling of a version.</summary>
    public static VersionScaling From(VersionDeployment version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new VersionScaling(version.Scaling.Kind, version.Scaling.MinInstances, version.Scaling.MaxInstances);
    }
}
