using System.Net;
using Actors.Gateway.Routes;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Requests;

/// <summary>Encodes a request once, for the Python that will read it: grains and worker connections pass the bytes on as they are.</summary>
internal sealed class RequestEncoder(RequestIds ids)
{
    /// <summary>The body of the REQUEST frame. The exchange gets its id.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="target">Its target, taken apart.</param>
    /// <param name="version">The version that serves it.</param>
    /// <param name="script">What runs.</param>
    /// <param name="body">Its body, or empty.</param>
    public byte[] Encode(Exchange exchange, in RequestTarget target, VersionRoute version, string script, ReadOnlySpan<byte> body)
    {
        var context = exchange.Context;
        var request = context.Request;
        var number = ids.Next();
        exchange.Id = ids.Now(number);
        using var frame = new RequestFrameWriter(version.Generation, number, script);
        frame.AddRaw(version.Fixed);
        frame.Add(EnvironKeys.RequestMethod, request.Method);
        frame.Add(EnvironKeys.PathInfo, target.PathInfo);
        frame.Add(EnvironKeys.RequestUri, target.RawPath);
        frame.Add(EnvironKeys.QueryString, target.Query);
        frame.Add(EnvironKeys.ServerProtocol, request.Protocol);
        frame.Add(EnvironKeys.Https, request.IsHttps ? "on" : "off");
        AddServer(frame, request);
        frame.Add(EnvironKeys.RemoteAddress, Address(context.Connection.RemoteIpAddress));
        AddIds(frame, exchange.Id);
        AddHeaders(frame, request.Headers);
        if (!body.IsEmpty || request.ContentLength is not null)
            frame.Add(EnvironKeys.ContentLength, body.Length);
        if (!body.IsEmpty && version.Generation == PythonGeneration.Python27 && request.Headers.ContentType.Count == 0)
            frame.Add(EnvironKeys.ContentType, "application/x-www-form-urlencoded");
        return frame.Finish(body);
    }

    private void AddIds(RequestFrameWriter frame, RequestId id)
    {
        Span<char> logId = stackalloc char[RequestIds.LogIdLength];
        Span<char> hash = stackalloc char[RequestIds.HashLength];
        ids.WriteLogId(id, logId);
        RequestIds.WriteHash(logId, hash);
        frame.Add(EnvironKeys.RequestLogId, logId);
        frame.Add(EnvironKeys.RequestIdHash, hash);
    }

    private static void AddServer(RequestFrameWriter frame, HttpRequest request)
    {
        ReadOnlySpan<char> host = request.Headers.Host.ToString();
        var colon = host.LastIndexOf(':');
        var hasPort = colon >= 0 && host.IndexOf(']') < colon;
        frame.Add(EnvironKeys.ServerName, host.IsEmpty ? "localhost" : hasPort ? host[..colon] : host);
        frame.Add(EnvironKeys.ServerPort, hasPort && colon + 1 < host.Length ? host[(colon + 1)..] : request.IsHttps ? "443" : "80");
    }

    private static void AddHeaders(RequestFrameWriter frame, IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            var rule = RequestHeaderRules.For(name);
            if (ReferenceEquals(rule, RequestHeaderRule.Drop))
                continue;
            var value = values.Count == 1 ? values[0] : Joined(values, rule.Separator);
            if (rule.Key is { } key)
                frame.Add(key, value);
            else
                frame.AddHeader(name, value);
        }
    }

    private static string Joined(StringValues values, string separator) => string.Join(separator, (IEnumerable<string?>)values);

    private static string Address(IPAddress? address) => address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
