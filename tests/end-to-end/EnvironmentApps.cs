namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="EnvironmentTests"/>, on a silo that trusts what proxies on this machine say.</summary>
public sealed class EnvironmentApps : SharedSilo
{
    private const string Shows = """
        import json, os
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'application/json'), ('Set-Cookie', 'a=1'), ('Cache-Control', 'public')])
            shown = dict((name, value) for name, value in os.environ.items())
            shown['wsgi.url_scheme'] = environ['wsgi.url_scheme']
            shown['padding'] = 'x' * 300
            return [json.dumps(shown).encode('utf-8')]
        """;

    public EnvironmentApps()
        : base(("Gateway__TrustedProxies__0", "127.0.0.0/8"), ("Gateway__TrustedProxies__1", "::1"))
    {
        // The first, which is localhost: its own host name must come from elsewhere.
        Serve("shown", AppDirectory.Python3("shown", Shows, "instance_class: F2\nservice: default\nversion: v7\n"));
        if (Interpreters.Python27 is not null)
            Serve("shown27", AppDirectory.Python27("shown27", Shows));
        Serve("loads", AppDirectory.Python3("loads", ServingTests.Reply("ok")));
    }
}
