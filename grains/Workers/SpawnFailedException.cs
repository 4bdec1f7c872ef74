namespace Actors.Grains.Workers;

/// <summary>A worker could not be started.</summary>
[GenerateSerializer, Alias("actors.SpawnFailedException")]
public sealed class SpawnFailedException : Exception
{
    /// <summary>Creates the exception from its three sentences.</summary>
    public SpawnFailedException(SpawnStep step, string summary, string explanation, string remedy, SpawnJourney journey)
        : base($"{summary} {explanation} {remedy}".TrimEnd())
    {
        Step = step;
        Summary = summary;
        Explanation = explanation;
        Remedy = remedy;
        Journey = journey;
    }

    /// <summary>The step that failed.</summary>
    [Id(0)]
    public SpawnStep Step { get; }

    /// <summary>What happened, in one sentence.</summary>
    [Id(1)]
    public string Summary { get; }

    /// <summary>Why, as far as it is known.</summary>
    [Id(2)]
    public string Explanation { get; }

    /// <summary>What to do.</summary>
    [Id(3)]
    public string Remedy { get; }

    /// <summary>The steps up to the failure.</summary>
    [Id(4)]
    public SpawnJourney Journey { get; }
}
