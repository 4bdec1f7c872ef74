using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Actors.Gateway.Requests;
using Actors.Gateway.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.SignIn;

/// <summary>
/// <c>/_ah/login</c> and <c>/_ah/logout</c>, before any handler of an app, as on App Engine's development server:
/// <code>
/// GET  /_ah/login?continue=URL    who is signed in, and the form
/// POST /_ah/login                 email, admin, continue, token -> cookie, 303 to continue
/// GET  /_ah/logout?continue=URL   no cookie, 302 to continue; /_ah/login?action=Logout is its older name
/// </code>
/// Without <c>continue</c>, or when it leads to another host, the sign-in page is next. Only a form that this page made signs anybody in: its token must be that of a cookie which
/// browsers do not send along when another site posts (SameSite=Strict), and which other sites cannot read. Signing out is a link, since that is what apps have for it.
/// </summary>
/// <param name="users">Says who is signed in.</param>
/// <param name="cookie">Makes cookies; null where nobody can sign in.</param>
/// <param name="whyNot">Why nobody can, then.</param>
internal sealed class SignInPages(SignedInUsers users, SignInCookie? cookie, string? whyNot)
{
    /// <summary>The sign-in page.</summary>
    public const string LoginPath = "/_ah/login";

    /// <summary>Signs out.</summary>
    public const string LogoutPath = "/_ah/logout";

    private const int MaxForm = 16 * 1024;
    private const int TokenLength = 22;
    private const string FormPath = "/_ah/";

    // What App Engine's development server offers.
    private const string ExampleAddress = "test@example.com";

    /// <summary>Says who is signed in, by the cookies that these pages give.</summary>
    public SignedInUsers Users => users;

    /// <summary>The path is one of theirs.</summary>
    public static bool IsAt(string path) => path is LoginPath or LogoutPath;

    /// <summary>The address of the sign-in page, from which a request's client comes back to what it asked for.</summary>
    public static string AddressFor(HttpRequest request, in RequestTarget target) =>
        OwnAddress.Of(request, LoginPath, $"continue={Uri.EscapeDataString(OwnAddress.Of(request, target.RawPath, target.Query))}");

    /// <summary>Answers a request to one of their paths.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    public ValueTask<long> AnswerAsync(Exchange exchange, in RequestTarget target, string app)
    {
        var context = exchange.Context;
        if (cookie is null)
            return SendAsync(context, StatusCodes.Status403Forbidden, ErrorPages.Plain(StatusCodes.Status403Forbidden, "Forbidden", whyNot!));

        var visit = new Visit(exchange, cookie, app, context.Request.Cookies[SignedInUsers.FormCookieName]);
        exchange.User = users.Take(context.Request, app);
        var query = QueryHelpers.ParseQuery(target.Query.ToString());
        var method = context.Request.Method;
        if (HttpMethods.IsPost(method))
            return PostAsync(visit, isLogout: target.Path == LogoutPath, query);
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            return SendAsync(context, StatusCodes.Status405MethodNotAllowed, ErrorPages.Plain(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", "This page is for GET and POST."));
        }

        var next = First(query, "continue");
        if (target.Path == LogoutPath || First(query, "action").Equals("logout", StringComparison.OrdinalIgnoreCase))
            return new(SignOut(context, next, StatusCodes.Status302Found));
        return ShowAsync(visit, StatusCodes.Status200OK, next, exchange.User?.Email ?? ExampleAddress, null);
    }

    private static async ValueTask<long> PostAsync(Visit visit, bool isLogout, Dictionary<string, StringValues> query)
    {
        var context = visit.Exchange.Context;
        using var body = await RequestBody.ReadAsync(visit.Exchange, MaxForm, memory: null);
        if (body.Fault == BodyFault.TooLarge)
            return await SendAsync(context, StatusCodes.Status413PayloadTooLarge, ErrorPages.Plain(StatusCodes.Status413PayloadTooLarge, "Request Too Large", $"This form has up to {MaxForm} bytes."));
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Bytes));
        var next = form.ContainsKey("continue") ? First(form, "continue") : First(query, "continue");
        if (isLogout)
            return SignOut(context, next, StatusCodes.Status303SeeOther);

        var address = First(form, "email").Trim();
        if (visit.FormToken is not { } expected || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(First(form, "token")), Encoding.UTF8.GetBytes(expected)))
            return await ShowAsync(visit, StatusCodes.Status403Forbidden, next, address, "This form did not come from this page, or the browser kept no cookie of it. Please send it again.");
        if (!SignedInUser.IsAddress(address))
            return await ShowAsync(visit, StatusCodes.Status400BadRequest, next, address, "This is no e-mail address. Type one such as ann@example.com, without accents or blanks.");

        var user = new SignedInUser(address, First(form, "admin").Length > 0);
        context.Response.Cookies.Append(SignedInUsers.CookieName, visit.Cookie.Issue(visit.App, user), Attributes(context, "/", SameSiteMode.Lax, visit.Cookie.Expiry));
        return GoOn(context, next, StatusCodes.Status303SeeOther);
    }

    private static ValueTask<long> ShowAsync(Visit visit, int status, string next, string address, string? mistake)
    {
        var (context, user) = (visit.Exchange.Context, visit.Exchange.User);

        // The same for all pages that a browser has open, so that each of them can be sent.
        if (visit.FormToken is not { Length: TokenLength } token || !Base64Url.IsValid(token))
        {
            token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            context.Response.Cookies.Append(SignedInUsers.FormCookieName, token, Attributes(context, FormPath, SameSiteMode.Strict, null));
        }

        context.Response.Headers.ContentSecurityPolicy = SignInPage.ContentSecurityPolicy;
        return SendAsync(context, status, SignInPage.Write(visit.App, user, address, next, token, mistake));
    }

    private static long SignOut(HttpContext context, string next, int status)
    {
        context.Response.Cookies.Delete(SignedInUsers.CookieName, Attributes(context, "/", SameSiteMode.Lax, null));
        return GoOn(context, next, status);
    }

    private static long GoOn(HttpContext context, string next, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = ContinueTarget.Of(context.Request, next, LoginPath);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = 0;
        return 0;
    }

    private static ValueTask<long> SendAsync(HttpContext context, int status, byte[] page)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
            return ResponseWriter.SendBodyAsync(response, page);
        response.ContentLength = page.Length;
        return default;
    }

    private static CookieOptions Attributes(HttpContext context, string path, SameSiteMode sameSite, TimeSpan? maxAge) =>
        new() { Path = path, HttpOnly = true, SameSite = sameSite, Secure = context.Request.IsHttps, MaxAge = maxAge };

    private static string First(Dictionary<string, StringValues> fields, string name) => fields.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";

    /// <summary>One request to a page.</summary>
    /// <param name="Exchange">The request; its user is who is signed in.</param>
    /// <param name="Cookie">Makes cookies.</param>
    /// <param name="App">The app's id.</param>
    /// <param name="FormToken">What a posted form must agree with, as the client sent it; null when it sent none.</param>
    private sealed record Visit(Exchange Exchange, SignInCookie Cookie, string App, string? FormToken);
}
