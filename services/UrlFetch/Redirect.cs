namespace Actors.Services.UrlFetch;

/// <summary>Where a response sends the fetch, and how.</summary>
/// <param name="Location">The Location header as the server wrote it.</param>
/// <param name="KeepsMethod">The request is sent again as it was; otherwise as a GET without a body.</param>
internal sealed record Redirect(string Location, bool KeepsMethod)
{
    /// <summary>
    /// The redirect that a response is, or null. App Engine turns all methods but GET and HEAD into GET unless the status is 307; 308, which came later, is as good.
    /// </summary>
    public static Redirect? Of(string method, int status, string? location) =>
        status is 301 or 302 or 303 or 307 or 308 && !string.IsNullOrEmpty(location)
            ? new Redirect(location, status is 307 or 308 || method is "GET" or "HEAD")
            : null;
}
