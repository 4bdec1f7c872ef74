using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Actors.Gateway.Responses;

/// <summary>Who may keep an app's response. What the app says stands, with three exceptions.</summary>
internal static class CacheRules
{
    private const string LongPast = "Fri, 01 Jan 1990 00:00:00 GMT";

    /// <summary>The app says nothing: the client may keep it, proxies may not.</summary>
    public static void MakePrivateUnlessSaid(IHeaderDictionary headers) => headers.CacheControl = "private";

    /// <summary>It sets a cookie: a proxy that kept it would give one user's cookie to the next.</summary>
    /// <param name="headers">The response's headers.</param>
    /// <param name="now">The time.</param>
    public static void ProtectCookie(IHeaderDictionary headers, DateTimeOffset now)
    {
        headers.CacheControl = CacheControl.MakePrivate(headers.CacheControl);
        if (!IsPast(headers.Expires, now))
            headers.Expires = HeaderUtilities.FormatDate(now);
    }

    /// <summary>It shows an administrator what it cost: nobody keeps it.</summary>
    public static void Forbid(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-cache, no-store, must-revalidate";
        headers.Pragma = "no-cache";
        headers.Expires = LongPast;
    }

    /// <summary>The response depends on Accept-Encoding.</summary>
    public static void VaryByEncoding(IHeaderDictionary headers)
    {
        foreach (var line in headers.Vary)
        {
            var text = line.AsSpan();
            foreach (var range in text.Split(','))
            {
                if (text[range].Trim() is "*" || text[range].Trim().Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase))
                    return;
            }
        }

        headers.Vary = StringValues.IsNullOrEmpty(headers.Vary) ? "Accept-Encoding" : $"{headers.Vary}, Accept-Encoding";
    }

    private static bool IsPast(StringValues expires, DateTimeOffset now) =>
        expires.Count == 1 && HeaderUtilities.TryParseDate(expires[0], out var date) && date <= now;
}
