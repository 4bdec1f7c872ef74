namespace Actors.Grains.Apps;

/// <summary>The target's share in each step of a gradual change. Pure.</summary>
internal static class MoveSteps
{
    /// <summary>Steps of a migration, equal ones.</summary>
    public const int Migration = 10;

    /// <summary>Tenths.</summary>
    public static IReadOnlyList<double> OfMigration() => Enumerable.Range(1, Migration).Select(static step => (double)step / Migration).ToArray();

    /// <summary>A canary's: each twice the one before, and at last everything.</summary>
    /// <param name="first">The first step's share.</param>
    /// <param name="has">What the target has already: steps that would be smaller are left out.</param>
    public static IReadOnlyList<double> OfCanary(double first, double has)
    {
        var steps = new List<double>();
        for (var share = first; share < 1; share *= 2)
        {
            if (share > has)
                steps.Add(share);
        }

        steps.Add(1);
        return steps;
    }
}
