namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="BackendTests"/> whose backends stay as they are.</summary>
public sealed class BackendApps : SharedSilo
{
    private const string Main = """
        import os, sys, threading
        started = []
        def app(environ, start_response):
            path, said = environ['PATH_INFO'], ''
            if path == '/who':
                said = ' '.join(str(os.environ.get(name)) for name in ('BACKEND_ID', 'CURRENT_MODULE_ID', 'INSTANCE_ID'))
            elif path == '/started':
                said = ','.join(started)
            elif path == '/id':
                said = str(os.environ.get('GAE_INSTANCE'))
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [said.encode('ascii')]
        """;

    private const string Begin = """
        import main, os
        def app(environ, start_response):
            main.started.append('%s in %s' % (environ['PATH_INFO'], os.environ['BACKEND_ID']))
            start_response('200 OK', [])
            return []
        """;

    private const string Backends = "backends:\n- {name: memdb, instances: 2, class: B4, start: begin.app, options: public}\n- {name: cmd, options: 'dynamic, public', start: begin.app}\n- {name: secret, options: dynamic}\n";

    public BackendApps()
    {
        foreach (var python in Pythons)
            Serve($"shop-{python}", Of(python, $"shop-{python}", Backends));
        Serve("numbered", Of("python3", "numbered", "backends:\n- {name: memdb, instances: 2, options: public}\n"));
    }

    /// <summary>An app that says which backend it is, and which start requests came.</summary>
    public static AppDirectory Of(string runtime, string id, string backends) => new(
        ("app.yaml", $"application: {id}\nruntime: {runtime}\n{(runtime == "python27" ? "api_version: 1\nthreadsafe: true\n" : "")}handlers:\n- url: /.*\n  script: {(runtime == "python27" ? "main.app" : "auto")}\n"),
        ("main.py", Main),
        ("begin.py", Begin),
        ("backends.yaml", backends));
}
