namespace Actors.Grains.Versions.Scaling;

/// <summary>Basic scaling: a request that finds no free instance starts one, and a time without requests ends it. Without side effects.</summary>
internal static class BasicRule
{
    /// <summary>Decides.</summary>
    /// <param name="now">What is the case.</param>
    /// <param name="idleTimeout">An instance without a request for so long ends.</param>
    public static ScalingDecision Decide(in ScalingSnapshot now, TimeSpan idleTimeout)
    {
        var starting = now.Instances.Count(static instance => instance.IsStarting);
        var uncovered = now.Pending - (starting * now.SlotsPerInstance);
        var needed = uncovered <= 0 ? 0 : (uncovered + now.SlotsPerInstance - 1) / now.SlotsPerInstance;
        var start = Math.Min(needed, now.Limit - now.Instances.Count);
        if (start > 0)
            return new ScalingDecision(start, [], $"{(now.Pending == 1 ? "1 request waits" : $"{now.Pending} requests wait")} and no instance is free");
        if (now.Pending > 0)
            return ScalingDecision.Nothing;
        var time = now.Now;
        var idle = now.Instances
            .Where(instance => !instance.IsStarting && instance.InFlight == 0 && time - (instance.LastActive > instance.Since ? instance.LastActive : instance.Since) >= idleTimeout)
            .Select(static instance => instance.Id).ToArray();
        return idle.Length == 0 ? ScalingDecision.Nothing : new ScalingDecision(0, idle, FormattableString.Invariant($"no request for {idleTimeout.TotalSeconds:0.#} s"));
    }
}
