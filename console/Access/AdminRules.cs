using System.Net;

namespace Actors.Console.Access;

/// <summary>
/// Who may ask the admin API. In this order:
/// <code>
/// 1  on loopback the Host header must name this machine      a web page whose name was made to lead here (DNS rebinding) names another
/// 2  what changes something must not come from a web page    of another origin, whoever's browser it is in; apps' pages on this machine are such
/// 3  with a token, the token must be shown
/// </code>
/// Without side effects.
/// </summary>
/// <param name="isLoopback">Only this machine can reach it.</param>
/// <param name="token">What has to be shown, or null.</param>
internal sealed class AdminRules(bool isLoopback, AdminToken? token)
{
    /// <summary>Why a request is refused; null lets it in.</summary>
    public AdminRefusal? Decide(AdminCall call)
    {
        if (isLoopback && !IsThisMachine(call.Host))
            return new AdminRefusal(403, $"The admin API is asked for by the names of this machine alone, such as localhost, and not as '{call.Host}'.");
        if (call.ChangesSomething && !IsOwnPage(call))
            return new AdminRefusal(403, "A web page of another origin may change nothing here.");
        if (token is not null && !call.IsHealth && !token.IsShownBy(call.Authorization))
            return new AdminRefusal(401, "The admin API wants its token: Authorization: Bearer TOKEN, where TOKEN is what Admin:Token or Admin:TokenFile says.");
        return null;
    }

    // What is no browser sends neither header.
    private static bool IsOwnPage(AdminCall call) =>
        call.FetchSite is null or "same-origin" or "none"
        && (call.Origin is null || (Uri.TryCreate(call.Origin, UriKind.Absolute, out var origin) && string.Equals(origin.Authority, call.HostAndPort, StringComparison.OrdinalIgnoreCase)));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>What the rules look at.</summary>
/// <param name="ChangesSomething">It is neither GET nor HEAD.</param>
/// <param name="IsHealth">It asks whether the silo serves, which needs no token.</param>
/// <param name="HostAndPort">The Host header.</param>
/// <param name="Host">Its name without the port.</param>
/// <param name="Origin">The Origin header, or null.</param>
/// <param name="FetchSite">The Sec-Fetch-Site header, or null.</param>
/// <param name="Authorization">The Authorization header, or null.</param>
internal sealed record AdminCall(bool ChangesSomething, bool IsHealth, string HostAndPort, string Host, string? Origin, string? FetchSite, string? Authorization);

/// <summary>A request that is not let in.</summary>
/// <param name="Status">403, or 401 where a token would help.</param>
/// <param name="Sentence">Why.</param>
internal sealed record AdminRefusal(int Status, string Sentence);
