namespace Actors.Cron;

/// <summary>Makes the requests that jobs consist of. The gateway implements it.</summary>
public interface ICronRequests
{
    /// <summary>Asks an app's URL once, as the platform, and waits for the answer.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CronAnswer> SendAsync(CronRequest request, CancellationToken cancellationToken);
}
