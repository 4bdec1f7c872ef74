namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="ConcurrencyTests"/> whose limits are in their own app.yaml.</summary>
public sealed class ConcurrencyApps : SharedSilo
{
    public const string Automatic = "automatic_scaling:\n  max_instances: 1\n";
    public const string Basic = "basic_scaling:\n  max_instances: 1\n";
    public const string Manual = "manual_scaling:\n  instances: 1\n";

    /// <summary>Says how many requests were in this process at the same time; waits until two are, or for a moment.</summary>
    private const string Counting = """
        import threading, os
        lock = threading.Condition()
        inside = 0
        most = 0
        def app(environ, start_response):
            global inside, most
            with lock:
                inside += 1
                most = max(most, inside)
                lock.notify_all()
                lock.wait_for(lambda: most > 1, 0.3)
                inside -= 1
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [('%d %d' % (os.getpid(), most)).encode()]
        """;

    public ConcurrencyApps()
    {
        Serve("many", AppDirectory.Python3("many", Counting, Automatic));
        Serve("single", AppDirectory.Python3("single", Counting, "threadsafe: false\nautomatic_scaling:\n  max_instances: 3\n"));
        foreach (var scaling in new[] { Automatic, Basic, Manual })
            Serve(Few(scaling), AppDirectory.Python3(Few(scaling), Counting, scaling + "threadsafe: false\n"));
        Serve("queue", AppDirectory.Python3("queue", ServingTests.Reply("ok"), "automatic_scaling:\n  max_concurrent_requests: 2\n  max_instances: 2\n"));
    }

    /// <summary>The app that may have one instance, which a scaling says.</summary>
    public static string Few(string scaling) => $"few-{scaling.Split('_')[0]}";
}
