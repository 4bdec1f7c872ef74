namespace Actors.Cron;

/// <summary>What a new cron.yaml changed.</summary>
/// <param name="Added">Ids of new jobs.</param>
/// <param name="Removed">Ids of jobs that are gone.</param>
public sealed record JobChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Removed);
