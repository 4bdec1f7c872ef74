namespace Actors.Runtimes.Workers;

/// <summary>How apps reach the world.</summary>
public enum Outbound
{
    /// <summary>Over the urlfetch service: sockets for TCP understand HTTP, and the silo connects. What a worker without sockets of its own needs.</summary>
    UrlFetch,

    /// <summary>Over the worker's own sockets, as far as its sandbox has any.</summary>
    Sockets,
}
