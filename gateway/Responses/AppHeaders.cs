using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Responses;

/// <summary>What the rules need to know of the headers that an app set.</summary>
internal readonly struct AppHeaders
{
    /// <summary>Bytes of all headers as the app sent them, with the colon, the blank and the line end of each.</summary>
    public int Size { get; private init; }

    /// <summary>Content-Length as the app said it, or null.</summary>
    public string? SaidLength { get; private init; }

    /// <summary>A Content-Type passed.</summary>
    public bool HasType { get; private init; }

    /// <summary>A Cache-Control passed.</summary>
    public bool HasCacheControl { get; private init; }

    /// <summary>A Set-Cookie passed.</summary>
    public bool HasCookie { get; private init; }

    /// <summary>A Content-Range passed.</summary>
    public bool IsPart { get; private init; }

    /// <summary>Copies the headers that pass to the response. A second Content-Type replaces the first; of others every line stays.</summary>
    public static AppHeaders CopyTo(IHeaderDictionary response, IReadOnlyList<ResponseHeader> headers)
    {
        var size = 0;
        string? saidLength = null;
        bool hasType = false, hasCacheControl = false, hasCookie = false, isPart = false;
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            size += name.Length + value.Length + 4;
            var kind = ResponseHeaderRules.KindOf(name);
            if (kind == ResponseHeaderKind.ContentLength)
                saidLength = value;
            if (kind is ResponseHeaderKind.Reserved or ResponseHeaderKind.ContentLength || !ResponseHeaderRules.IsSendable(name, value))
                continue;
            switch (kind)
            {
                case ResponseHeaderKind.ContentType when value.Length == 0:
                    continue;
                case ResponseHeaderKind.ContentType:
                    hasType = true;
                    response.ContentType = value;
                    continue;
                case ResponseHeaderKind.CacheControl:
                    hasCacheControl = true;
                    break;
                case ResponseHeaderKind.SetCookie:
                    hasCookie = true;
                    break;
                case ResponseHeaderKind.ContentRange:
                    isPart = true;
                    break;
            }

            response.Append(name, value);
        }

        return new AppHeaders { Size = size, SaidLength = saidLength, HasType = hasType, HasCacheControl = hasCacheControl, HasCookie = hasCookie, IsPart = isPart };
    }
}
