using Actors.Grains;

namespace Actors.Console.Traffic;

/// <summary>A migration or canary as the admin API shows it.</summary>
/// <param name="Kind">Which of both.</param>
/// <param name="Version">The version that gets the traffic.</param>
/// <param name="State">How far it is: <c>warmingUp</c> and <c>moving</c> are under way, the others are ends.</param>
/// <param name="Step">The step that it is in, counted from 1; 0 before the first.</param>
/// <param name="Steps">The version's share in each step; the last is 1.</param>
/// <param name="StepSeconds">How long a step lasts at least.</param>
/// <param name="Before">The shares before it began.</param>
/// <param name="Started">When it was asked for.</param>
/// <param name="StepStarted">When the step began.</param>
/// <param name="MaxErrorRate">Of a canary: the part of requests that may be answered with a 5xx status; else null.</param>
/// <param name="MinRequests">Of a canary: requests to the new version before a step may end; else null.</param>
/// <param name="Why">Where it stands, in a sentence.</param>
public sealed record TrafficMoveView(
    TrafficMoveKind Kind,
    string Version,
    TrafficMoveState State,
    int Step,
    IReadOnlyList<double> Steps,
    double StepSeconds,
    IReadOnlyDictionary<string, double> Before,
    DateTimeOffset Started,
    DateTimeOffset StepStarted,
    double? MaxErrorRate,
    int? MinRequests,
    string Why)
{
    /// <summary>The view of a migration or canary.</summary>
    public static TrafficMoveView From(TrafficMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return new TrafficMoveView(
            move.Kind, move.Version, move.State, move.Step + 1, move.Steps, move.StepLength.TotalSeconds, TrafficView.SharesOf(move.Before), move.Started, move.StepStarted,
            move.Plan?.MaxErrorRate, move.Plan?.MinRequests, move.Why);
    }
}
