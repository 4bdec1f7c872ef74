namespace Actors.Grains.Workers;

/// <summary>What the platform asks of an instance, in requests that come from nobody else.</summary>
public enum LifecycleKind
{
    /// <summary><c>/_ah/start</c>: basic and manual scaling, before any other request.</summary>
    Start,

    /// <summary><c>/_ah/warmup</c>: automatic scaling with <c>inbound_services: warmup</c>, before live traffic.</summary>
    WarmUp,

    /// <summary><c>/_ah/stop</c>: basic and manual scaling; runs the shutdown hook.</summary>
    Stop,

    /// <summary><c>/_ah/background</c>: one background thread, from its start to its end.</summary>
    Background,
}

/// <summary>Makes the platform's own requests for instances, and notes them in the request log. Implemented in gateway/; instance grains know nothing of HTTP.</summary>
public interface ILifecycleRequests
{
    /// <summary>A request for an instance; null when its version is not asked this: no handler matches, or it wants no warm-up.</summary>
    /// <param name="deployment">The version.</param>
    /// <param name="instanceId">The instance, for the log.</param>
    /// <param name="kind">What is asked.</param>
    /// <param name="ticket">Of a background thread: what pairs it with the code that waits for it. Default null.</param>
    ILifecycleRequest? Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket = null);
}

/// <summary>One such request.</summary>
public interface ILifecycleRequest
{
    /// <summary>The body of the worker protocol's REQUEST frame.</summary>
    byte[] Frame { get; }

    /// <summary>Notes the answer in the request log.</summary>
    /// <returns>Its HTTP status.</returns>
    int Answered(WorkerAnswer answer);

    /// <summary>Notes that there was none, and why.</summary>
    void Failed(string why);
}

/// <summary>For hosts without a gateway: nothing is asked.</summary>
internal sealed class NoLifecycleRequests : ILifecycleRequests
{
    public ILifecycleRequest? Make(VersionDeployment deployment, string instanceId, LifecycleKind kind, string? ticket = null) => null;
}
