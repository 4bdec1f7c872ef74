namespace Actors.Grains.Versions.Scaling;

/// <summary>What to do about a version's instances.</summary>
/// <param name="Start">How many to start.</param>
/// <param name="Drain">Which to drain.</param>
/// <param name="Why">A sentence for people; empty when nothing is to be done.</param>
internal sealed record ScalingDecision(int Start, IReadOnlyList<string> Drain, string Why)
{
    /// <summary>Nothing is to be done.</summary>
    public static ScalingDecision Nothing { get; } = new(0, [], "");
}
