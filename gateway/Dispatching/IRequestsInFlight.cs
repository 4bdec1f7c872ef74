namespace Actors.Gateway.Dispatching;

/// <summary>How many requests this gateway has in instances at the moment.</summary>
public interface IRequestsInFlight
{
    /// <summary>The number; a snapshot.</summary>
    int Count { get; }
}
