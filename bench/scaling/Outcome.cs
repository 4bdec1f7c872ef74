namespace Actors.Bench.Scaling;

/// <summary>What one rule made of one scenario.</summary>
/// <param name="Scenario">Which.</param>
/// <param name="Scaler">By whom.</param>
/// <param name="P50">Median wait in milliseconds.</param>
/// <param name="P99">99th percentile of the wait in milliseconds.</param>
/// <param name="Refused">Requests that waited too long.</param>
/// <param name="Lost">Requests in instances that died.</param>
/// <param name="InstanceSeconds">Instance time, starting and serving.</param>
/// <param name="Ideal">Instance time that the load itself takes, every slot full.</param>
/// <param name="Starts">Instances started.</param>
/// <param name="Cost">Instance-seconds and <see cref="Run.CostOfWaiting"/> times the waiting-seconds; a refused request counts as a wait of a minute.</param>
/// <param name="Over">Instances and offered load once a second, for the picture.</param>
internal sealed record Outcome(
    string Scenario, string Scaler, double P50, double P99, long Refused, long Lost, double InstanceSeconds, double Ideal, int Starts, double Cost, IReadOnlyList<(double At, double Instances, double Load)> Over);

/// <summary>Runs a scenario under a rule.</summary>
internal static class Run
{
    /// <summary>k: a second of waiting costs as much as ten seconds of an instance. Fixed before anything was tuned.</summary>
    public const double CostOfWaiting = 10;

    private const double CostOfRefusal = 60;

    public static Outcome Of(Scenario scenario, IScaler scaler, int seed)
    {
        var fleet = new Fleet(scenario, new Random(seed));
        var over = new List<(double, double, double)>();
        var drawn = 0.0;
        while (fleet.Now < scenario.Seconds)
        {
            fleet.Step();
            scaler.Look(fleet);
            if (fleet.Now - drawn < scenario.Seconds / 600)
                continue;
            drawn = fleet.Now;
            over.Add((fleet.Now, fleet.Instances.Count, scenario.Rate(fleet.Now) * scenario.Service / scenario.Slots));
        }

        var cost = fleet.InstanceSeconds + (CostOfWaiting * (fleet.WaitSeconds + (CostOfRefusal * fleet.Refused)));
        return new Outcome(
            scenario.Name, scaler.Name, Percentile(fleet, 0.5), Percentile(fleet, 0.99), fleet.Refused, fleet.Lost, fleet.InstanceSeconds, fleet.IdealSeconds, fleet.Starts, cost, over);
    }

    private static double Percentile(Fleet fleet, double share)
    {
        var left = fleet.Waits.Sum() * share;
        for (var steps = 0; steps < fleet.Waits.Count; steps++)
        {
            left -= fleet.Waits[steps];
            if (left <= 0)
                return steps * fleet.Scenario.Step * 1000;
        }

        return fleet.Scenario.MostWait * 1000;
    }
}
