namespace Actors.Grains.Versions.Scaling;

/// <summary>What to do about a version's instances.</summary>
/// <param name="Start">How many to start.</param>
/// <param name="Drain">Which to drain.</param>
/// <param name="Why">A sentence for people; empty when nothing is to be done.</param>
internal sealed record ScalingDecision(int Start, IReadOnlyList<string> Drain, string Why)
{
    /// <summary>Nothing is to be done.</summary>
    public static ScalingDecision Nothing { get; } = new(0, [], "");

    /// <summary>Drains instances that have been idle for the idle time.</summary>
    /// <param name="idle">Those; nothing is to be done when there are none.</param>
    /// <param name="idleTimeout">The idle time.</param>
    public static ScalingDecision DrainIdle(IEnumerable<InstanceLoad> idle, TimeSpan idleTimeout)
    {
        var ids = idle.Select(static instance => instance.Id).ToArray();
        return ids.Length == 0 ? Nothing : new ScalingDecision(0, ids, FormattableString.Invariant($"no request for {idleTimeout.TotalSeconds:0.#} s"));
    }
}
