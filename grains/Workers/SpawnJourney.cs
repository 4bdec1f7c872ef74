namespace Actors.Grains.Workers;

/// <summary>The steps from the wish for a worker to one that is ready, in order.</summary>
[GenerateSerializer, Alias("actors.SpawnStep")]
public enum SpawnStep
{
    /// <summary>In the silo: the interpreter's base zygote is found, or started when it does not run.</summary>
    Zygote,

    /// <summary>In the base zygote: lifeline and connections opened.</summary>
    Connect,

    /// <summary>In the base zygote: fork.</summary>
    Fork,

    /// <summary>Instead of all steps up to the lifeline: a process that was forked and connected before it was wanted is taken.</summary>
    Spare,

    /// <summary>Instead of the fork, for a worker that comes from a version zygote: descriptors passed on, fork, until the worker has shown itself to the silo.</summary>
    VersionZygote,

    /// <summary>In the worker: lifeline armed.</summary>
    Lifeline,

    /// <summary>In the worker: ceilings, mounts of its own, unprivileged user, no new privileges. A version zygote has done it for its workers.</summary>
    Identity,

    /// <summary>In the worker: the app's environment.</summary>
    Environment,

    /// <summary>In the worker: import path, standard streams, logging.</summary>
    Runtime,

    /// <summary>In the worker: Landlock and seccomp entered; the app's code comes after it.</summary>
    Lockdown,

    /// <summary>In the silo: what passed between the worker's word and its being usable.</summary>
    Ready,
}

/// <summary>One timed step.</summary>
/// <param name="Step">Which.</param>
/// <param name="Microseconds">How long it took.</param>
[GenerateSerializer, Immutable, Alias("actors.SpawnStepTime")]
public sealed record SpawnStepTime([property: Id(0)] SpawnStep Step, [property: Id(1)] long Microseconds);

/// <summary>A worker's start as data: shown when it fails, and as the cold-start metric when it works.</summary>
/// <param name="Steps">The steps that were reached, in order.</param>
/// <param name="TotalMicroseconds">From the wish to the end of the last step, gaps included.</param>
[GenerateSerializer, Immutable, Alias("actors.SpawnJourney")]
public sealed record SpawnJourney([property: Id(0)] IReadOnlyList<SpawnStepTime> Steps, [property: Id(1)] long TotalMicroseconds)
{
    /// <summary>Whether the worker was forked from a version zygote.</summary>
    public bool FromVersionZygote => Steps.Any(step => step.Step == SpawnStep.VersionZygote);

    /// <summary>A journey that has not begun.</summary>
    public static SpawnJourney None { get; } = new([], 0);
}
