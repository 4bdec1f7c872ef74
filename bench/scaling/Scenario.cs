namespace Actors.Bench.Scaling;

/// <summary>Traffic to one version, and how its instances behave. Times in seconds.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Step">Length of a simulated step: what happens within it happens at its end.</param>
/// <param name="Rate">Requests/s at a time.</param>
/// <param name="Service">Mean time that a request takes in an instance, exponentially distributed.</param>
/// <param name="Start">Mean time that an instance takes to start; each takes half of it and something exponentially distributed.</param>
/// <param name="CrashesPerSecond">How often an instance dies.</param>
internal sealed record Scenario(string Name, double Seconds, double Step, Func<double, double> Rate, double Service, double Start, double CrashesPerSecond = 0)
{
    /// <summary>Requests one instance takes at a time.</summary>
    public int Slots { get; init; } = 10;

    /// <summary>A request that has waited for so long is refused: App Engine's limit.</summary>
    public double MostWait { get; init; } = 10;

    /// <summary>Most instances.</summary>
    public int Limit { get; init; } = 1000;
}
