using Actors.Grains;

namespace Actors.Gateway.Dispatching;

/// <summary>Takes a request to an instance and brings back what became of it.</summary>
public interface IDispatcher
{
    /// <summary>Dispatches one request, waiting for an instance where none is free.</summary>
    /// <param name="version">The deployment that the request was routed to; an instance of it or of a later one serves it.</param>
    /// <param name="kind">User requests are preferred where requests wait.</param>
    /// <param name="frame">The body of the REQUEST frame; not changed afterwards.</param>
    /// <param name="cancellationToken">Ends a wait for an instance; a request that has reached one runs to its end, as on App Engine.</param>
    ValueTask<DispatchResult> DispatchAsync(VersionDeployment version, RequestKind kind, byte[] frame, CancellationToken cancellationToken);

    /// <summary>Dispatches one request to one instance and to no other; it is refused at once when that cannot take it.</summary>
    /// <param name="version">The deployment that the request was routed to.</param>
    /// <param name="instance">The instance's number or its id.</param>
    /// <param name="kind">Decides how long it may take.</param>
    /// <param name="frame">The body of the REQUEST frame; not changed afterwards.</param>
    ValueTask<DispatchResult> DispatchToAsync(VersionDeployment version, string instance, RequestKind kind, byte[] frame);
}
