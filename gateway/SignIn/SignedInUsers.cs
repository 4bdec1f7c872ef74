using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.SignIn;

/// <summary>Says who sent a request. Costs a look at the Cookie header unless it holds one of the platform's cookies.</summary>
/// <param name="cookie">Reads cookies; null where nobody can sign in, so that everybody's is worthless.</param>
internal sealed class SignedInUsers(SignInCookie? cookie)
{
    /// <summary>The cookie that says who somebody is.</summary>
    public const string CookieName = "actors_sign_in";

    /// <summary>The cookie that a posted sign-in form must agree with.</summary>
    public const string FormCookieName = "actors_sign_in_form";

    /// <summary>
    /// Who sent the request, or null when it is not known. The platform's own cookies, good or bad, are taken out of the request: an app has no use for them, and what it does
    /// not see it can neither log nor lose.
    /// </summary>
    public SignedInUser? Take(HttpRequest request, string app)
    {
        var cookies = request.Headers.Cookie;
        foreach (var line in cookies)
        {
            if (line is not null && line.Contains(CookieName, StringComparison.Ordinal))
                return TakeFrom(request, cookies, app);
        }

        return null;
    }

    private SignedInUser? TakeFrom(HttpRequest request, StringValues cookies, string app)
    {
        SignedInUser? user = null;
        var rest = new StringBuilder();
        foreach (var line in cookies)
        {
            var text = line.AsSpan();
            foreach (var range in text.Split(';'))
            {
                var pair = text[range].Trim();
                var equals = pair.IndexOf('=');
                var name = (equals < 0 ? pair : pair[..equals]).TrimEnd();
                if (name is CookieName)
                    user ??= equals < 0 ? null : cookie?.Read(app, pair[(equals + 1)..].Trim());
                else if (name is not FormCookieName && !pair.IsEmpty)
                    rest.Append(rest.Length > 0 ? "; " : "").Append(pair);
            }
        }

        request.Headers.Cookie = rest.Length > 0 ? rest.ToString() : StringValues.Empty;
        return user;
    }
}
