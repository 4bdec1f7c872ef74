namespace Actors.Grains;

/// <summary>What kind of request it is: user requests go before task requests when they have to wait.</summary>
[GenerateSerializer, Alias("actors.RequestKind")]
public enum RequestKind
{
    /// <summary>From a client.</summary>
    User,

    /// <summary>From a task queue, a schedule or the platform itself.</summary>
    Task,
}

/// <summary>A request on its way into an instance. Whole: App Engine buffers requests, 32 MB at most.</summary>
/// <param name="Frame">The body of the worker protocol's REQUEST frame, encoded once by the gateway. Never changed and never returned to a pool.</param>
/// <param name="Kind">Decides how long it may take. Default: a client's.</param>
[GenerateSerializer, Immutable, Alias("actors.AppRequest")]
public sealed record AppRequest([property: Id(0)] byte[] Frame, [property: Id(1)] RequestKind Kind = RequestKind.User);
