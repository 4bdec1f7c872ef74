namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="LifecycleTests"/> that can have one silo together.</summary>
public sealed class LifecycleApps : SharedSilo
{
    public const string Manual = "manual_scaling:\n  instances: 1\n";

    private const string App = """
        import os, sys, threading, time
        from google.appengine.api import background_thread, runtime
        counts = {}
        def note(text):
            sys.stdout.write(text + '\n')
        def hook():
            note('hook in instance %s' % os.environ['INSTANCE_ID'])
        def work(number):
            note('thread %d begins, asked by %s at %s' % (number, os.environ['REMOTE_ADDR'], os.environ['PATH_INFO']))
            while not runtime.is_shutting_down():
                counts[number] = counts.get(number, 0) + 1
                time.sleep(0.02)
            note('thread %d ends' % number)
        def fail():
            raise KeyError('lost')
        def app(environ, start_response):
            path, status, said = environ['PATH_INFO'], '200 OK', 'ok'
            if path == '/_ah/start':
                note('start from %s' % environ['REMOTE_ADDR'])
                status = STATUS
                while os.path.exists(HOLD) and not runtime.is_shutting_down():
                    time.sleep(0.02)
                runtime.set_shutdown_hook(hook)
            elif path == '/_ah/warmup':
                note('warm-up from %s' % environ['REMOTE_ADDR'])
            elif path == '/threads':
                try:
                    for number in range(int(environ['QUERY_STRING'])):
                        background_thread.start_new_background_thread(work, (number,))
                except background_thread.Error as error:
                    said = type(error).__name__
            elif path == '/fail':
                background_thread.BackgroundThread(target=fail).start()
            elif path == '/counts':
                said = str(sum(counts.values()))
            elif path == '/slow':
                time.sleep(0.5)
            elif path == '/header':
                said = environ.get('HTTP_X_APPENGINE_BACKGROUNDREQUEST', 'none')
            start_response(status, [('Content-Type', 'text/plain')])
            return [said.encode()]
        """;

    private const string Signalled = """
        import atexit, signal
        signal.signal(signal.SIGTERM, lambda number, frame: print('signal', number))
        atexit.register(print, 'and its exit')
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'ok']
        """;

    public LifecycleApps()
        : base(("Instances__PendingTimeout", "00:01:00"))
    {
        foreach (var python in Pythons)
        {
            Serve($"raises-{python}", Of(python, $"raises-{python}", Manual));
            Serve($"starts-{python}", Held(Of(python, $"starts-{python}", Manual, "404 Not Found"), $"starts-{python}")); // Which counts as started.
        }

        Serve("automatic", Of("python3", "automatic", ""));
        Serve("refuses", Held(Of("python3", "refuses", Manual, "500 No"), "refuses"));
        Serve("warms", Of("python3", "warms", "inbound_services:\n- warmup\nautomatic_scaling:\n  max_concurrent_requests: 1\n"));
        Serve("signalled", AppDirectory.Python3("signalled", Signalled));
        Serve("closed", Of("python3", "closed", Manual));
    }

    public static AppDirectory Of(string runtime, string id, string scaling, string status = "200 OK") => new(
        ("app.yaml", $"application: {id}\nruntime: {runtime}\n{(runtime == "python27" ? "api_version: 1\nthreadsafe: true\n" : "")}{scaling}handlers:\n- url: /.*\n  script: {(runtime == "python27" ? "main.app" : "auto")}\n"),
        ("main.py", Code(id, status)));

    /// <summary>The main.py of an app, which answers its start request with a status.</summary>
    public static string Code(string id, string status) => App.Replace("STATUS", $"'{status}'", StringComparison.Ordinal).Replace("HOLD", $"'{Hold(id)}'", StringComparison.Ordinal);

    /// <summary>The file that keeps an app in its start request.</summary>
    public static string Hold(string id) => $"{id}.hold";

    /// <summary>Takes that file from the copy of the app that runs: nothing is deployed because of it.</summary>
    public static void LetGo(SiloProcess silo, string id) => File.Delete(Assert.Single(Directory.GetFiles(silo.Data, Hold(id), SearchOption.AllDirectories)));

    // Manual scaling starts it with the silo: it waits there for its test.
    private static AppDirectory Held(AppDirectory app, string id)
    {
        app.Write(Hold(id), "");
        return app;
    }
}
