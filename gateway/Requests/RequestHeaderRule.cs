using Actors.Runtimes.Frames;

namespace Actors.Gateway.Requests;

/// <summary>What to do with a request header.</summary>
/// <param name="Key">The variable, encoded before; null to make it from the name, or when dropped.</param>
/// <param name="Separator">Between the values of a header that came more than once.</param>
internal sealed record RequestHeaderRule(PreEncodedKey? Key, string Separator)
{
    /// <summary>The app does not see it.</summary>
    public static RequestHeaderRule Drop { get; } = new(null, "");

    /// <summary>The app sees it under its own name.</summary>
    public static RequestHeaderRule Pass { get; } = new(null, ", ");

    /// <summary>The gateway goes on with the client's trace in its own words.</summary>
    public static RequestHeaderRule Trace { get; } = new(null, "");

    /// <summary>The gateway adds the client's address to what was said before.</summary>
    public static RequestHeaderRule Chain { get; } = new(null, ", ");
}
