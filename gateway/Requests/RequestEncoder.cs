using System.Net;
using Actors.Gateway.Geography;
using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;
using Actors.Gateway.SignIn;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Requests;

/// <summary>Encodes a request once, for the Python that will read it: grains and worker connections pass the bytes on as they are.</summary>
internal sealed class RequestEncoder(RequestIds ids, Places places, HostNames names)
{
    /// <summary>
    /// The body of the REQUEST frame; null when a header field is longer than <see cref="RequestLimits.MaxHeaderField"/> allows. The exchange gets its id and its trace.
    /// </summary>
    /// <param name="exchange">The request.</param>
    /// <param name="target">Its target, taken apart.</param>
    /// <param name="version">The version that serves it.</param>
    /// <param name="script">What runs.</param>
    /// <param name="body">Its body, or empty.</param>
    public byte[]? Encode(Exchange exchange, in RequestTarget target, VersionRoute version, string script, ReadOnlySpan<byte> body)
    {
        var context = exchange.Context;
        var request = context.Request;
        var number = ids.Next();
        exchange.Id = ids.Now(number);
        var client = context.Connection.RemoteIpAddress;
        var address = Address(client);
        using var frame = new RequestFrameWriter(version.Generation, number, script);
        frame.AddRaw(version.Environ.For(request.IsHttps));
        frame.AddRaw(places.Of(client).For(version.Generation));
        frame.Add(EnvironKeys.RequestMethod, request.Method);
        frame.Add(EnvironKeys.PathInfo, target.PathInfo);
        frame.Add(EnvironKeys.RequestUri, target.RawPath);
        frame.Add(EnvironKeys.QueryString, target.Query);

        // Whatever came in, apps were always asked over HTTP/1.1 by what stood before them.
        frame.Add(EnvironKeys.ServerProtocol, HttpProtocol.IsHttp2(request.Protocol) ? HttpProtocol.Http11 : request.Protocol);
        frame.Add(EnvironKeys.RemoteAddress, address);
        AddServer(frame, request, version);
        AddIds(frame, exchange.Id);
        if (exchange.User is { } user)
            AddUser(frame, user);
        if (!TryAddHeaders(frame, request.Headers, out var trace, out var chain))
            return null;
        exchange.Platform?.Write(frame);
        exchange.Trace = AddTrace(frame, trace, number);
        if (version.Generation == PythonGeneration.Python3)
        {
            frame.Add(EnvironKeys.UserIpHeader, address);
            frame.Add(EnvironKeys.ForwardedForHeader, StringValues.IsNullOrEmpty(chain) ? address : $"{chain}, {address}");
        }

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
        if (frame.Generation == PythonGeneration.Python27)
            return;
        frame.Add(EnvironKeys.RequestLogIdHeader, logId);
        frame.Add(EnvironKeys.RequestIdHashHeader, hash);
    }

    private static void AddUser(RequestFrameWriter frame, SignedInUser user)
    {
        var keys = frame.Generation == PythonGeneration.Python27 ? EnvironKeys.User : EnvironKeys.UserHeaders;
        frame.Add(keys.AuthDomain, SignedInUser.AuthDomain);
        frame.Add(keys.Email, user.Email);
        frame.Add(keys.Id, user.Id);
        frame.Add(keys.Nickname, user.Nickname);
        frame.Add(keys.Organization, user.Organization);
        frame.Add(keys.IsAdmin, user.IsAdmin ? "1" : "0");
    }

    private string AddTrace(RequestFrameWriter frame, string? client, long number)
    {
        var (trace, span) = ids.Trace(number);
        var context = TraceContext.Of(client, trace, span);
        frame.Add(EnvironKeys.TraceContextHeader, context);
        return context;
    }

    private void AddServer(RequestFrameWriter frame, HttpRequest request, VersionRoute version)
    {
        ReadOnlySpan<char> host = request.Headers.Host.ToString();
        var colon = host.LastIndexOf(':');
        var hasPort = colon >= 0 && host.IndexOf(']') < colon;
        var port = hasPort ? host[(colon + 1)..] : default;
        frame.Add(EnvironKeys.ServerName, host.IsEmpty ? "localhost" : hasPort ? host[..colon] : host);
        frame.Add(EnvironKeys.ServerPort, !port.IsEmpty ? port : request.IsHttps ? "443" : "80");

        // The default version is reached by its own name, at the port where this request came in.
        var (app, domain) = (version.Deployment.App, names.BaseDomain);
        var length = app.Length + 1 + domain.Length;
        Span<char> withPort = stackalloc char[length + 6];
        app.CopyTo(withPort);
        withPort[app.Length] = '.';
        domain.CopyTo(withPort[(app.Length + 1)..]);
        if (port.Length is > 0 and <= 5 && port.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            withPort[length++] = ':';
            port.CopyTo(withPort[length..]);
            length += port.Length;
        }

        frame.Add(frame.Generation == PythonGeneration.Python27 ? EnvironKeys.DefaultVersionHostname : EnvironKeys.DefaultVersionHostnameHeader, withPort[..length]);
    }

    private static bool TryAddHeaders(RequestFrameWriter frame, IHeaderDictionary headers, out string? trace, out StringValues chain)
    {
        (trace, chain) = (null, default);
        var limit = frame.Generation == PythonGeneration.Python3 ? RequestLimits.MaxHeaderField : int.MaxValue;
        var connection = headers.Connection;
        var isUsual = ConnectionOptions.AreUsual(connection);
        foreach (var (name, values) in headers)
        {
            if (!Fits(name, values, limit))
                return false;
            var rule = RequestHeaderRules.For(name, frame.Generation);
            if (ReferenceEquals(rule, RequestHeaderRule.Drop) || (!isUsual && ConnectionOptions.Name(connection, name)))
                continue;
            if (ReferenceEquals(rule, RequestHeaderRule.Trace))
                trace = values.Count == 1 ? values[0] : null;
            else if (ReferenceEquals(rule, RequestHeaderRule.Chain))
                chain = values;
            else if (rule.Key is { } key)
                frame.Add(key, Joined(values, rule.Separator));
            else
                frame.AddHeader(name, Joined(values, rule.Separator));
        }

        return true;
    }

    private static bool Fits(string name, StringValues values, int limit)
    {
        foreach (var value in values)
        {
            if (name.Length + (value?.Length ?? 0) > limit)
                return false;
        }

        return true;
    }

    private static string? Joined(StringValues values, string separator) => values.Count == 1 ? values[0] : string.Join(separator, (IEnumerable<string?>)values);

    private static string Address(IPAddress? address) => address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
