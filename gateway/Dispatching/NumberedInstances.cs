using Actors.Grains;

namespace Actors.Gateway.Dispatching;

/// <summary>Requests to one instance by its number or id, such as <c>0.v1.work.shop.localhost</c>: where that cannot serve it is App Engine's answer to say so at once, with 503.</summary>
internal static class NumberedInstances
{
    /// <summary>What becomes of such a request.</summary>
    /// <param name="instance">The number or the id.</param>
    /// <param name="outcome">What the instance said; gone also when there is none.</param>
    public static DispatchResult Unserved(string instance, AppOutcome outcome) => new(
        DispatchOutcome.Unavailable,
        null,
        outcome == AppOutcome.Busy ? $"The host names instance {instance}, which has as many requests as it takes." : $"The host names instance {instance}, which does not serve at the moment.",
        "",
        "Try again later, or leave the instance out of the host.");
}
