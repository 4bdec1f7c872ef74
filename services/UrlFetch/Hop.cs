using System.Net;
using Google.Protobuf;

namespace Actors.Services.UrlFetch;

/// <summary>One request of a fetch: the first, or one that a redirect asks for. Immutable.</summary>
internal sealed record Hop(FetchTarget Target, string Method, ByteString Payload, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The request that a redirect asks for. What says who the app is does not go to another host.</summary>
    /// <exception cref="FetchException">Where it leads cannot be fetched.</exception>
    public Hop Follow(Redirect redirect)
    {
        var target = Target.Follow(redirect.Location);
        var elsewhere = target.Authority != Target.Authority || target.Secure != Target.Secure;
        var headers = Headers.Where(header => !header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)
            && !(elsewhere && FetchHeaders.IsSecret(header.Key))
            && (redirect.KeepsMethod || !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)));
        return redirect.KeepsMethod
            ? this with { Target = target, Headers = [.. headers] }
            : new Hop(target, "GET", ByteString.Empty, [.. headers]);
    }

    /// <summary>The request as it is sent. The pool knows the way by a name of its own, so the Host header is always given.</summary>
    public HttpRequestMessage ToMessage(FetchRoute route)
    {
        var uri = new Uri($"http://{route.PoolName}{Target.PathAndQuery}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), uri) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Options.Set(FetchConnections.Route, route);
        if (!Payload.IsEmpty || Method is "POST" or "PUT" or "PATCH")
            message.Content = new ReadOnlyMemoryContent(Payload.Memory);
        message.Headers.Host = Target.Authority;
        foreach (var (name, value) in Headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                message.Headers.Remove("Host");
            if (message.Headers.TryAddWithoutValidation(name, value))
                continue;
            message.Content ??= new ReadOnlyMemoryContent(default);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
