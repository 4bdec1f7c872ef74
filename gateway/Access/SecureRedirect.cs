using Actors.Configuration;
using Actors.Gateway.Requests;
using Actors.Gateway.Server;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Access;

/// <summary>A handler's <c>secure</c>: which scheme it is served over, and the redirect for the other. Null for handlers that take both. Immutable.</summary>
/// <param name="Https">True for <c>always</c>, false for <c>never</c>.</param>
/// <param name="Status">Of the redirect.</param>
internal sealed record SecureRedirect(bool Https, int Status)
{
    /// <summary>What app.yaml asks for, or null when it asks for nothing.</summary>
    public static SecureRedirect? Of(Handler handler) => handler.Secure switch
    {
        SecureRule.Always => new SecureRedirect(true, handler.RedirectStatus),
        SecureRule.Never => new SecureRedirect(false, handler.RedirectStatus),
        _ => null,
    };

    /// <summary>Where a request has to go instead, or null when it came over the right scheme. To https the query goes along, to http it does not, as on App Engine.</summary>
    /// <param name="request">The request, as its client sent it.</param>
    /// <param name="target">Its target.</param>
    /// <param name="ports">The ports that are served on.</param>
    /// <param name="isHttpsElsewhere">Somebody else, a proxy, may answer https for this server. If nobody does, http is served as well, as App Engine's own development server did.</param>
    public string? LocationFor(HttpRequest request, in RequestTarget target, ServedPorts ports, bool isHttpsElsewhere)
    {
        if (request.IsHttps == Https)
            return null;
        if (Https && ports.Https is null && !isHttpsElsewhere)
            return null;

        // A client that sees another port than ours comes through something that stands in front, which answers at the usual ones.
        var isDirect = ports.Are(request.IsHttps, request.Host.Port ?? OwnAddress.UsualPort(request.IsHttps));
        var port = !isDirect ? null : Https ? ports.Https : ports.Http;
        return Https
            ? OwnAddress.WithScheme(request, https: true, port, target.RawPath, target.Query)
            : OwnAddress.WithScheme(request, https: false, port, target.RawPath, default);
    }
}
