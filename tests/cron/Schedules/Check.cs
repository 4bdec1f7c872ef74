namespace Actors.Cron.Tests;

/// <summary>Runs a property many times; a failure names the seed that shows it again.</summary>
internal static class Check
{
    public static void Many(int times, int seed, Action<Random> property)
    {
        for (var n = 0; n < times; n++)
        {
            try
            {
                property(new Random(seed + (n * 7919)));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed + (n * 7919)}: {failure.Message}", failure);
            }
        }
    }
}
