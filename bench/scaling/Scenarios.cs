namespace Actors.Bench.Scaling;

/// <summary>What the rule is judged by, and one trace that it was not tuned with.</summary>
internal static class Scenarios
{
    /// <summary>The eight.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("step", 600, 0.005, t => t < 60 ? 20 : t < 400 ? 2000 : 20, 0.1, 0.5),
        new("ramp", 900, 0.005, t => t < 600 ? 10 + (t * 5) : Math.Max(10, 3010 - ((t - 600) * 10)), 0.1, 0.5),
        new("spike to 100 times", 600, 0.005, t => t is >= 200 and < 230 ? 5000 : 50, 0.1, 0.5),
        new("diurnal", 7200, 0.02, t => 1000 * Math.Pow(Math.Sin(Math.PI * t / 3600), 2) * (1 + (0.2 * Math.Sin(t / 17))), 0.1, 0.5),
        new("flash crowd from zero", 600, 0.005, t => t < 120 ? 0 : t < 300 ? 3000 * Math.Exp(-(t - 120) / 60) : 0, 0.1, 0.5),
        new("1,000,000 requests/s", 120, 0.01, t => 1e6 * Math.Min(1, (t + 5) / 30), 0.12, 0.5) { Limit = 30_000 },
        new("slow starters", 900, 0.01, t => t % 300 < 150 ? 200 : 1000, 0.1, 8),
        new("crashing instances", 600, 0.005, _ => 1000, 0.1, 0.5, 1 / 60.0),
    ];

    /// <summary>Bursts of every length over a wandering base, made by a process of another kind than the eight; its seed was chosen after the tuning.</summary>
    public static Scenario Unseen()
    {
        var random = new Random(20261126);
        var rates = new double[3600];
        double level = 100, burst = 0;
        var left = 0;
        for (var second = 0; second < rates.Length; second++)
        {
            level = Math.Clamp(level * Math.Exp(0.05 * Normal(random)), 5, 1000);
            if (left-- <= 0)
            {
                left = (int)Math.Min(600, 5 / Math.Pow(random.NextDouble(), 1 / 1.3)); // heavy-tailed stays
                burst = random.NextDouble() < 0.4 ? level * 4 / Math.Pow(random.NextDouble(), 1 / 1.8) : 0;
            }

            rates[second] = Math.Min(20_000, level + burst);
        }

        return new Scenario("trace not tuned with", rates.Length, 0.01, t => rates[Math.Min((int)t, rates.Length - 1)], 0.08, 0.5);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
