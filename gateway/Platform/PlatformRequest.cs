using System.Net;
using Actors.Gateway.Requests;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Platform;

/// <summary>
/// A request that the platform itself makes of an app: a scheduled task, say. It passes <c>login: admin</c>, is not sent to HTTPS, and carries what apps know the platform by, which is taken from every
/// client.
/// </summary>
/// <param name="host">The host that it is for: app, service and version as names say them.</param>
/// <param name="target">Path, perhaps with a query.</param>
public sealed class PlatformRequest(string host, string target)
{
    private readonly List<(PreEncodedKey Key, string Value)> _environ = [];

    /// <summary>The host.</summary>
    public string Host { get; } = host;

    /// <summary>Path and query.</summary>
    public string Target { get; } = target;

    /// <summary>Where it comes from, to the app. Default 0.1.0.2, App Engine's address of tasks and schedules.</summary>
    public IPAddress Source { get; init; } = new([0, 1, 0, 2]);

    /// <summary>User-Agent. Default App Engine's own.</summary>
    public string UserAgent { get; init; } = "AppEngine-Google; (+http://code.google.com/appengine)";

    /// <summary>The request's number and time, once it has reached an app.</summary>
    internal RequestId Id { get; private set; }

    /// <summary>What the log says beside the status, or null.</summary>
    internal string? Note { get; private set; }

    /// <summary>It was given up before there was an answer.</summary>
    internal bool IsAbandoned { get; private set; }

    /// <summary>Says something to the app, under a name that it trusts.</summary>
    /// <param name="key">A variable such as <c>HTTP_X_APPENGINE_CRON</c>.</param>
    /// <param name="value">Its value.</param>
    public PlatformRequest With(PreEncodedKey key, string value)
    {
        _environ.Add((key, value));
        return this;
    }

    internal void Write(RequestFrameWriter frame)
    {
        foreach (var (key, value) in _environ)
            frame.Add(key, value);
    }

    internal void Learn(Exchange exchange) => (Id, Note, IsAbandoned) = (exchange.Id, exchange.Note, exchange.IsAbandoned);
}
