using Actors.Grains.Workers;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>Turns what went wrong in a spawn into three sentences: what happened, why, what to do.</summary>
internal static class SpawnFailures
{
    /// <summary>The runtime has no interpreter.</summary>
    public static SpawnFailedException NoInterpreter(WorkerStart start, string missing, JourneyClock clock) => new(
        SpawnStep.Zygote, $"No worker of {start.Deployment.Key} can be started: there is no interpreter for runtime {start.Deployment.Runtime}.", "", missing, clock.Journey());

    /// <summary>A step failed, or took too long.</summary>
    public static SpawnFailedException Of(
        WorkerStart start, Interpreter interpreter, JourneyClock clock, Exception failure, WorkerEnd? end, string? zygoteFailure, TimeSpan limit)
    {
        var step = failure is ZygoteException zygote && Enum.TryParse<SpawnStep>(zygote.Step, ignoreCase: true, out var named) && named < clock.Current
            ? named
            : clock.Current;
        var summary = failure is OperationCanceledException
            ? $"A worker of {start.Deployment.Key} was not ready within {limit.TotalSeconds} s (step {Name(step)})."
            : $"A worker of {start.Deployment.Key} could not be started (step {Name(step)}).";
        var explanation = failure switch
        {
            OperationCanceledException when step == SpawnStep.Zygote => zygoteFailure ?? $"The zygote of {interpreter.Path} is not ready.",
            OperationCanceledException => "",
            _ => failure.Message,
        };
        if (end is not null && failure is not OperationCanceledException)
        {
            explanation = $"The worker {end}. {explanation}";
        }

        if (end is { LastOutput.Length: > 0 })
        {
            explanation = $"{explanation} Its last output: {end.LastOutput}".TrimStart();
        }

        return new SpawnFailedException(step, summary, explanation, Remedy(step, start, interpreter, failure), clock.Journey());
    }

    private static string Remedy(SpawnStep step, WorkerStart start, Interpreter interpreter, Exception failure) => step switch
    {
        SpawnStep.Zygote => $"Try `{interpreter.Path} -c pass`; the silo's log has what the zygote wrote.",
        SpawnStep.Identity => $"Workers run as user {start.Deployment.Uid}: the silo must be root for that.",
        _ when failure is OperationCanceledException => "The machine may be overloaded; SpawnTimeout in appsettings.json sets the limit.",
        _ => start.Deployment.Uid >= 0 && Reachability.ObstacleOnTheWay(start.Deployment.CodeTree) is { } obstacle
            ? $"The worker's user may not reach the code tree: {obstacle}."
            : "The silo's log has what the zygote wrote.",
    };

    private static string Name(SpawnStep step) => step.ToString().ToLowerInvariant();
}
