namespace Actors.Grains.Versions.Scaling;

/// <summary>Basic scaling: a request that finds no free instance starts one, and a time without requests ends it. Without side effects.</summary>
internal static class BasicRule
{
    /// <summary>Decides.</summary>
    /// <param name="now">What is the case.</param>
    /// <param name="idleTimeout">An instance without a request for so long ends.</param>
    public static ScalingDecision Decide(in ScalingSnapshot now, TimeSpan idleTimeout)
    {
        var uncovered = now.Pending - (now.Starting * now.SlotsPerInstance);
        var needed = uncovered <= 0 ? 0 : (uncovered + now.SlotsPerInstance - 1) / now.SlotsPerInstance;
        var start = Math.Min(needed, now.Limit - now.Instances.Count);
        if (start > 0)
            return new ScalingDecision(start, [], $"{now.Waiting} and no instance is free");
        return now.Pending > 0 ? ScalingDecision.Nothing : ScalingDecision.DrainIdle(now.IdleFor(idleTimeout).OrderBy(static instance => instance.Since), idleTimeout);
    }
}
