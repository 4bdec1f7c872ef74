using Actors.Gateway.Requests;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.SignIn;

/// <summary>Where somebody goes after signing in or out: an address of this very host, whatever <c>continue</c> says.</summary>
internal static class ContinueTarget
{
    /// <summary>The address to go to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="given"><c>continue</c>: a path, or an address with the same host and port, over http or https.</param>
    /// <param name="otherwise">The path to go to when there is none or it leads to another host.</param>
    public static string Of(HttpRequest request, string? given, string otherwise)
    {
        var host = request.Headers.Host.ToString();
        return Uri.TryCreate($"{request.Scheme}://{(host.Length > 0 ? host : "localhost")}/", UriKind.Absolute, out var here)
            && !string.IsNullOrEmpty(given)
            && !given.Contains('\\', StringComparison.Ordinal) // which browsers take for a slash
            && Uri.TryCreate(here, given, out var there)
            && (there.Scheme == Uri.UriSchemeHttp || there.Scheme == Uri.UriSchemeHttps)
            && there.UserInfo.Length == 0
            && there.Authority.Equals(here.Authority, StringComparison.OrdinalIgnoreCase)
            ? OwnAddress.Of(request, there.AbsolutePath, default) + there.Query + there.Fragment
            : OwnAddress.Of(request, otherwise, default);
    }
}
