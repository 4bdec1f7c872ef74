namespace Actors.Gateway;

/// <summary>Does something again and again until it is stopped.</summary>
internal static class Renewal
{
    /// <summary>Runs <paramref name="renew"/> every <paramref name="period"/>; returns when stopped.</summary>
    public static async Task RunAsync(TimeSpan period, TimeProvider time, Func<Task> renew, CancellationToken stopped)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped))
                await renew();
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
        }
    }
}
