namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="LimitTests"/> that can have one silo together, with its ordinary settings.</summary>
public sealed class LimitApps : SharedSilo
{
    public const string Exit = "os._exit(7)";
    public const string Fault = "import ctypes; ctypes.string_at(0)";
    public const string Signal = "os.kill(os.getpid(), 9)";

    /// <summary>Takes more than it may, as its path says.</summary>
    public const string App = """
        import os, threading, time
        from google.appengine.runtime import DeadlineExceededError
        kept = []
        def app(environ, start_response):
            path = environ['PATH_INFO']
            if path == '/sleep':
                time.sleep(60)
            if path == '/spin':
                while True:
                    pass
            if path == '/stubborn':
                while True:
                    try:
                        time.sleep(60)
                    except DeadlineExceededError:
                        pass
            if path == '/polite':
                try:
                    threading.Event().wait()
                except DeadlineExceededError:
                    start_response('503 Too Late', [('Content-Type', 'text/plain')])
                    return [b'sorry']
            if path == '/grow':
                kept.append(b'x' * (int(environ['QUERY_STRING']) << 20))
                time.sleep(0.15)
            if path == '/explode':
                while True:
                    kept.append(b'x' * (8 << 20))
                    time.sleep(0.002)
            if path == '/forgotten':
                from google.appengine.api import urlfetch
                urlfetch.make_fetch_call(urlfetch.create_rpc(deadline=50), environ['QUERY_STRING'])
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [str(os.getpid() if path == '/pid' else os.environ['INSTANCE_ID']).encode()]
        """;

    private const string Ceilings = """
        import threading
        def app(environ, start_response):
            said = []
            try:
                b'x' * (4 << 30)
            except MemoryError:
                said.append('memory')
            done = threading.Event()
            threads = []
            try:
                for _ in range(10000):
                    threads.append(threading.Thread(target=done.wait))
                    threads[-1].start()
            except RuntimeError:
                said.append('threads')
            done.set()
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [' '.join(said).encode(), b' %d' % (len(threads) > 100)]
        """;

    public LimitApps()
    {
        foreach (var python in Pythons)
            Serve($"grows-{python}", Of(python, $"grows-{python}"));
        foreach (var id in new[] { "explodes", "neighbour" })
            Serve(id, Of("python3", id));
        Serve("ceilings", AppDirectory.Python3("ceilings", Ceilings));
        Serve("dead", AppDirectory.Python3("dead", "import os\nos._exit(3)\n"));
        Serve("broken", AppDirectory.Python3("broken", "import nosuchmodule\n", "inbound_services:\n- warmup\nautomatic_scaling:\n  min_instances: 1\n"));
        foreach (var how in new[] { Exit, Fault, Signal })
            Serve(Dying(how), AppDirectory.Python3(Dying(how), Dies(how)));
    }

    /// <summary>The app that dies in a way.</summary>
    public static string Dying(string how) => how switch { Exit => "exits", Fault => "faults", _ => "is-signalled" };

    /// <summary>An app of a generation that takes more than it may.</summary>
    public static AppDirectory Of(string generation, string id) => generation == "python27" ? AppDirectory.Python27(id, App) : AppDirectory.Python3(id, App);

    private static string Dies(string how) => $"""
        import os
        def app(environ, start_response):
            if environ['PATH_INFO'] == '/die':
                {how}
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [str(os.getpid()).encode()]
        """;
}
