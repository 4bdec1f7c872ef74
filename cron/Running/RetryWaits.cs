using Actors.Configuration;

namespace Actors.Cron;

/// <summary>Whether and when a failed run is tried again. Pure. Source: retry_parameters of App Engine's cron.</summary>
public static class RetryWaits
{
    /// <summary>The wait before the next attempt, or null when there is none.</summary>
    /// <param name="retry">The job's parameters; null: none.</param>
    /// <param name="attempts">Attempts made, from 1.</param>
    /// <param name="age">Time since the first attempt.</param>
    /// <returns>Where both limits are given, attempts go on until both are reached; where none is, there are no retries.</returns>
    public static TimeSpan? Next(RetryParameters? retry, int attempts, TimeSpan age)
    {
        if (retry is null)
            return null;
        var withinCount = retry.RetryLimit is { } limit && attempts - 1 < limit;
        var withinAge = retry.AgeLimit is { } most && age < most;
        return withinCount || withinAge ? Wait(retry, attempts) : null;
    }

    // It doubles until it has doubled as often as it may, and stays there.
    private static TimeSpan Wait(RetryParameters retry, int attempts)
    {
        var doublings = Math.Min(attempts - 1, Math.Max(retry.MaxDoublings - 1, 0));
        var seconds = retry.MinBackoff.TotalSeconds * Math.Pow(2, Math.Min(doublings, 60));
        return TimeSpan.FromSeconds(Math.Min(seconds, retry.MaxBackoff.TotalSeconds));
    }
}
