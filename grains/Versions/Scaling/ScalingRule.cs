namespace Actors.Grains.Versions.Scaling;

/// <summary>The rule of a version's kind of scaling.</summary>
internal static class ScalingRule
{
    /// <summary>Decides. Parameters as with <see cref="AutomaticRule.Decide"/>.</summary>
    public static ScalingDecision Decide(ScalingSettings settings, in ScalingSnapshot now, TimeSpan idleTimeout, ScalingParameters parameters) => settings.Kind switch
    {
        ScalingKind.Manual => ManualRule.Decide(settings, now),
        ScalingKind.Basic => BasicRule.Decide(now, idleTimeout),
        _ => AutomaticRule.Decide(settings, now, idleTimeout, parameters),
    };

    /// <summary>How many instances there are to be although nobody asks for anything.</summary>
    public static int AtRest(ScalingSettings settings, bool hasTraffic) => settings.Kind switch
    {
        ScalingKind.Manual => settings.MinInstances,
        ScalingKind.Basic => 0,
        _ => hasTraffic ? Math.Max(settings.MinInstances, settings.MinIdleInstances ?? 0) : 0,
    };
}
