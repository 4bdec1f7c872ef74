namespace Actors.Grains.Versions.Scaling;

/// <summary>Manual scaling: always the same number of instances, whatever the load. Without side effects.</summary>
internal static class ManualRule
{
    /// <summary>Decides.</summary>
    /// <param name="settings">What app.yaml says.</param>
    /// <param name="now">What is the case.</param>
    public static ScalingDecision Decide(ScalingSettings settings, in ScalingSnapshot now)
    {
        var (wanted, total) = (settings.MinInstances, now.Instances.Count);
        var start = Math.Min(wanted, now.Limit) - total;
        return start <= 0
            ? ScalingDecision.Nothing
            : new ScalingDecision(start, [], total == 0 ? $"manual scaling with {Instances(wanted)}" : $"manual scaling with {Instances(wanted)}, of which {total} {(total == 1 ? "runs" : "run")}");
    }

    private static string Instances(int count) => count == 1 ? "1 instance" : $"{count} instances";
}
