using Actors.Configuration;

namespace Actors.Cron;

/// <summary>A job with what is known of it. Immutable.</summary>
/// <param name="App">Application id.</param>
/// <param name="Id">Unique in the app.</param>
/// <param name="Definition">What it does.</param>
public sealed record JobState(string App, string Id, JobDefinition Definition)
{
    /// <summary>Its place in cron.yaml.</summary>
    public int Position { get; init; }

    /// <summary>It does not run by itself.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Since when it counts: it came to be, or was resumed. What was due before is not caught up with.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The latest occurrence that was begun, or null.</summary>
    public DateTimeOffset? LastScheduled { get; init; }

    /// <summary>When the last scheduled run ended, or null.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    /// <summary>Occurrences up to here are done with.</summary>
    public DateTimeOffset DoneUpTo => LastScheduled > Since ? LastScheduled.Value : Since;

    /// <summary>Where an interval begins: the end of the last run; of one whose end nobody saw, its own time.</summary>
    public DateTimeOffset IntervalStart => LastEnded > DoneUpTo ? LastEnded.Value : DoneUpTo;

    /// <summary>When it is due next; null when it is paused or never comes due.</summary>
    /// <param name="now">Fixed times come after it; intervals are reckoned from <see cref="IntervalStart"/>.</param>
    public DateTimeOffset? NextRun(DateTimeOffset now)
    {
        var rule = Definition.Rule();
        return IsPaused ? null : NextRuns.After(rule, Definition.Clock(), rule is IntervalSchedule ? IntervalStart : now);
    }
}
