namespace Actors.Bench.Scaling;

/// <summary>Random numbers of the distributions that the simulation needs; by the normal one where it is near enough.</summary>
internal static class Draw
{
    public static long Poisson(Random random, double mean)
    {
        if (mean <= 0)
            return 0;
        if (mean > 50)
            return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        var limit = Math.Exp(-mean);
        long count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    public static long Binomial(Random random, long of, double chance)
    {
        if (of <= 0)
            return 0;
        if (of * chance > 50)
            return Math.Clamp((long)Math.Round((of * chance) + (Math.Sqrt(of * chance * (1 - chance)) * Normal(random))), 0, of);
        if (of > 200)
            return Math.Min(of, Poisson(random, of * chance));
        long count = 0;
        for (var each = 0; each < of; each++)
            count += random.NextDouble() < chance ? 1 : 0;
        return count;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
