using System.Globalization;
using System.Text;

namespace Actors.Bench.Scaling;

/// <summary>The tables, the verdict and the pictures.</summary>
internal static class Report
{
    /// <summary>Prints the report, and keeps it where asked.</summary>
    /// <returns>0 when the rule holds what is promised of it, else 1.</returns>
    public static int Write(IReadOnlyList<Outcome> outcomes, int judged, string? results)
    {
        var text = new StringBuilder();
        text.AppendLine("| scenario | rule | wait p50 ms | wait p99 ms | refused | lost | instance-seconds | of the ideal | starts | cost |");
        text.AppendLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var each in outcomes)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {each.Scenario} | {each.Scaler} | {each.P50:0} | {each.P99:0} | {each.Refused} | {each.Lost} | {each.InstanceSeconds:0} | {each.InstanceSeconds / Math.Max(1, each.Ideal):0.00} | {each.Starts} | {each.Cost:0} |");
        }

        var scenarios = outcomes.GroupBy(each => each.Scenario).ToArray();
        var tuned = scenarios.Take(judged).ToArray();
        var dominated = tuned.Where(IsDominated).Select(scenario => scenario.Key).ToArray();
        var cheapest = tuned.Count(scenario => scenario.Skip(1).All(other => scenario.First().Cost < other.Cost));
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Cost: instance-seconds + {Run.CostOfWaiting:0} x waiting-seconds; a refused request counts as a wait of a minute.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Dominated (worse on both p99 wait and instance-seconds): {(dominated.Length == 0 ? "never" : string.Join(", ", dominated))}. Cheaper than both others: {cheapest} of {judged}.");
        System.Console.Write(text);
        if (results is not null)
        {
            File.WriteAllText(results + ".md", "# Scaling, simulated\n\n" + text);
            foreach (var (scenario, index) in scenarios.Select((scenario, index) => (scenario, index)))
                File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"{results}-{index + 1}.svg"), Picture.Of([.. scenario]));
        }

        return dominated.Length == 0 && cheapest >= 6 ? 0 : 1;
    }

    private static bool IsDominated(IEnumerable<Outcome> scenario)
    {
        var own = scenario.First();
        return scenario.Skip(1).Any(other => own.P99 > other.P99 && own.InstanceSeconds > other.InstanceSeconds);
    }
}
