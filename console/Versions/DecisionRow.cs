using Actors.Grains;

namespace Actors.Console.Versions;

/// <summary>A decision about a version's instances, with what it was made from.</summary>
/// <param name="At">When.</param>
/// <param name="Started">How many instances it started.</param>
/// <param name="Drained">Ids of the instances that it drained.</param>
/// <param name="Why">Why, in a sentence.</param>
/// <param name="Pending">Requests that waited.</param>
/// <param name="OldestWaitMilliseconds">How long the first of them had waited.</param>
/// <param name="Starting">Instances that were starting before it.</param>
/// <param name="Serving">Instances that were serving before it.</param>
/// <param name="Limit">Most instances there might be.</param>
/// <param name="Concurrency">Mean number of requests, in instances and waiting, of the last seconds.</param>
/// <param name="Peak">The greatest such mean that still counted.</param>
/// <param name="ServiceMilliseconds">Mean time that a request was in an instance.</param>
/// <param name="StartMilliseconds">Mean time that an instance took to start.</param>
/// <param name="Cpu">Processors that the instances used.</param>
/// <param name="MachineBusy">Share of the machine's processors in use, 0 to 1.</param>
public sealed record DecisionRow(
    DateTimeOffset At,
    int Started,
    IReadOnlyList<string> Drained,
    string Why,
    int Pending,
    double OldestWaitMilliseconds,
    int Starting,
    int Serving,
    int Limit,
    double Concurrency,
    double Peak,
    double ServiceMilliseconds,
    double StartMilliseconds,
    double Cpu,
    double MachineBusy)
{
    /// <summary>The row of a decision.</summary>
    public static DecisionRow From(ScalingRecord decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new DecisionRow(
            decision.At, decision.Started, decision.Drained, decision.Why, decision.Pending, decision.OldestWait.TotalMilliseconds, decision.Starting, decision.Serving, decision.Limit,
            decision.Concurrency, decision.Peak, decision.ServiceTime.TotalMilliseconds, decision.StartTime.TotalMilliseconds, decision.Cpu, decision.MachineBusy);
    }
}
