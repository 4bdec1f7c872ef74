using System.Globalization;

namespace Actors.Gateway.Dispatching;

/// <summary>Requests to one instance by its number, <c>0.v1.work.shop.localhost</c>. Instances have no numbers yet, so none can serve: App Engine's answer to that is 503, at once.</summary>
internal static class NumberedInstances
{
    /// <summary>What becomes of such a request.</summary>
    public static DispatchResult Unserved(int number) => new(
        DispatchOutcome.Unavailable,
        null,
        string.Create(CultureInfo.InvariantCulture, $"The host names instance {number}, and instances cannot be asked by their number yet."),
        "",
        "Leave the number out of the host.");
}
