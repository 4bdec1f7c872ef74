using Actors.Grains.Workers;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>Turns what went wrong in a spawn into three sentences: what happened, why, what to do.</summary>
internal static class SpawnFailures
{
    /// <summary>The runtime has no interpreter.</summary>
    public static SpawnFailedException NoInterpreter(WorkerStart start, string missing, JourneyClock clock) => new(
        SpawnStep.Zygote, $"No worker of {start.Deployment.Key} can be started: there is no interpreter for runtime {start.Deployment.Runtime}.", "", missing, clock.Journey());

    /// <summary>The silo has no descriptors left for its connections.</summary>
    public static SpawnFailedException NoDescriptors(WorkerStart start, OpenFiles openFiles, JourneyClock clock) => new(
        SpawnStep.Zygote,
        $"No worker of {start.Deployment.Key} can be started: the silo has too many connections and files open.",
        FormattableString.Invariant($"{openFiles.UsedWithoutClients} descriptors are in use beside those of clients; of its {openFiles.Limit} that may be {openFiles.MostWithoutClients}."),
        "Let it have more (`ulimit -n`, or LimitNOFILE of its service), or let idle instances end sooner (Instances:IdleTimeout).",
        clock.Journey());

    /// <summary>A step failed, or took too long.</summary>
    public static SpawnFailedException Of(
        WorkerStart start, Interpreter interpreter, JourneyClock clock, Exception failure, WorkerEnd? end, string? zygoteFailure, TimeSpan limit)
    {
        var step = StepOf(failure, end) ?? clock.Current;
        var summary = failure is OperationCanceledException
            ? $"A worker of {start.Deployment.Key} was not ready within {limit.TotalSeconds} s (step {Name(step)})."
            : $"A worker of {start.Deployment.Key} could not be started (step {Name(step)}).";
        var explanation = failure switch
        {
            OperationCanceledException when step == SpawnStep.Zygote => zygoteFailure ?? $"The zygote of {interpreter.Path} is not ready.",
            OperationCanceledException => "",
            _ => failure.Message,
        };
        if (end is not null)
        {
            explanation = $"{explanation} The worker {end.Describe()}.".TrimStart();
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

    // Who failed names the step: the zygote in its frame, the worker, before any of the app's code runs in it, in its last words.
    private static SpawnStep? StepOf(Exception failure, WorkerEnd? end)
    {
        const string LastWords = "The worker did not start: step ";
        var name = (failure as ZygoteException)?.Step;
        if (end?.LastOutput.IndexOf(LastWords, StringComparison.Ordinal) is { } found and >= 0)
        {
            var rest = end.LastOutput[(found + LastWords.Length)..];
            name = rest[..Math.Max(rest.IndexOf(':', StringComparison.Ordinal), 0)];
        }

        return Enum.TryParse<SpawnStep>(name, ignoreCase: true, out var step) && step != SpawnStep.Ready ? step : null;
    }

    private static string Name(SpawnStep step) => step.ToString().ToLowerInvariant();
}
