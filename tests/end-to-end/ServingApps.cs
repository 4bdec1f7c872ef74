namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="ServingTests"/> that can have one silo together.</summary>
public sealed class ServingApps : SharedSilo
{
    private const string Echo = """
        def app(environ, start_response):
            body = environ['wsgi.input'].read()
            start_response('200 OK', [('Content-Type', 'application/octet-stream')])
            return [body]
        """;

    private const string Logs = """
        import logging
        def app(environ, start_response):
            logging.warning('the kettle is hot')
            print('and a plain line')
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'ok']
        """;

    public ServingApps()
    {
        foreach (var name in new[] { "guestbook", "hello", "cgi", "flask" })
            ServeExample(name);
        if (Interpreters.Python27 is not null)
            ServeExample("python27");
        Serve("echo", AppDirectory.Python3("echo", Echo));
        Serve("logs", AppDirectory.Python3("logs", Logs));
        Serve("partial", new AppDirectory(
            ("app.yaml", "application: partial\nruntime: python3\nhandlers:\n- url: /app/.*\n  script: auto\n"),
            ("main.py", "def app(environ, start_response):\n    raise ValueError('no tea')\n")));
    }
}
