using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Gateway.SignIn;

/// <summary>The sign-in page: one form, no scripts, nothing from elsewhere.</summary>
internal static class SignInPage
{
    /// <summary>What a browser may do with the page: show it, with this style, and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; frame-ancestors 'none'";

    private const string Style =
        ":root{color-scheme:light dark;--ink:#1c2330;--soft:#5a6475;--card:#fff;--page:#f3f5f8;--line:#c9d0da;--blue:#1a5fb4;--red:#a51d2d}"
        + "@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--soft:#a4adbb;--card:#1f242c;--page:#14171c;--line:#465060;--blue:#8ab8f5;--red:#ff9aa5}}"
        + "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}"
        + "main{width:100%;max-width:25rem;padding:2rem;border:1px solid var(--line);border-radius:12px;background:var(--card)}"
        + "h1{margin:0 0 1rem;font-size:1.35rem;overflow-wrap:anywhere}p{margin:0 0 1rem;overflow-wrap:anywhere}small{color:var(--soft);font-size:.875rem}[role=alert]{color:var(--red);font-weight:600}"
        + "label{display:block;font-weight:600}label.box{display:flex;gap:.5rem;align-items:center;margin:1rem 0;font-weight:400}"
        + "input[type=email]{width:100%;margin-top:.25rem;padding:.55rem .7rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:8px}"
        + "input[type=checkbox]{width:1.1rem;height:1.1rem;accent-color:var(--blue)}"
        + "button{width:100%;padding:.6rem;font:inherit;font-weight:600;color:var(--card);background:var(--blue);border:1px solid var(--blue);border-radius:8px;cursor:pointer}"
        + "button.plain{margin-bottom:1.5rem;color:var(--blue);background:transparent}:focus-visible{outline:3px solid var(--blue);outline-offset:2px}";

    /// <summary>The page.</summary>
    /// <param name="app">The app's id.</param>
    /// <param name="user">Who is signed in, or null.</param>
    /// <param name="address">What the address's field holds.</param>
    /// <param name="next">Where to go afterwards, as the client said it; may be empty.</param>
    /// <param name="formToken">What the form must send back.</param>
    /// <param name="mistake">What is wrong with the form that was sent, or null.</param>
    public static byte[] Write(string app, SignedInUser? user, string address, string next, string formToken, string? mistake)
    {
        var hidden = $"<input type=\"hidden\" name=\"continue\" value=\"{Text(next)}\">";
        var page = new StringBuilder(4096);
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<title>Sign in to ").Append(Text(app)).Append("</title><style>").Append(Style).Append("</style></head>\n<body><main>\n<h1>Sign in to ").Append(Text(app)).Append("</h1>\n");
        if (user is not null)
        {
            page.Append("<p>You are signed in as <strong>").Append(Text(user.Email)).Append("</strong>").Append(user.IsAdmin ? ", an administrator" : "").Append(".</p>\n")
                .Append("<form method=\"post\" action=\"/_ah/logout\">").Append(hidden).Append("<button class=\"plain\">Sign out</button></form>\n");
        }

        if (mistake is not null)
            page.Append("<p role=\"alert\" id=\"mistake\">").Append(Text(mistake)).Append("</p>\n");
        page.Append("<form method=\"post\" action=\"/_ah/login\">\n<label>E-mail address")
            .Append("<input type=\"email\" name=\"email\" required maxlength=\"").Append(SignedInUser.MaxAddress).Append("\" autocomplete=\"email\" autofocus ")
            .Append(mistake is null ? "" : "aria-describedby=\"mistake\" ").Append("value=\"").Append(Text(address)).Append("\"></label>\n")
            .Append("<label class=\"box\"><input type=\"checkbox\" name=\"admin\" value=\"True\"").Append(user is { IsAdmin: true } ? " checked" : "").Append(">As an administrator of this app</label>\n")
            .Append(hidden).Append("<input type=\"hidden\" name=\"token\" value=\"").Append(Text(formToken)).Append("\">\n<p><button>").Append(user is null ? "Sign in" : "Sign in as this one").Append("</button></p>\n</form>\n")
            .Append("<small>For development: any address will do, and there is no password.</small>\n</main></body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
