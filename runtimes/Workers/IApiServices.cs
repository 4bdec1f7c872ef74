using Actors.Grains.Workers;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Workers;

/// <summary>What answers the service calls of apps.</summary>
public interface IApiServices
{
    /// <summary>
    /// Answers one call. Several run at a time, also for one request, and may end in any order. The caller is known from
    /// <paramref name="caller"/>, which the silo vouches for; all that is in <paramref name="call"/> comes from the app.
    /// </summary>
    /// <param name="caller">The worker that calls.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancelled when the worker is gone.</param>
    ValueTask<ApiReply> CallAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken);
}
