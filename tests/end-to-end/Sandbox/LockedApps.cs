using System.Text;

namespace Actors.EndToEnd.Tests.Sandbox;

/// <summary>A silo with an app on each Python that runs the code it is sent, and answers the repr of <c>result</c>, or the error.</summary>
public sealed class LockedApps : IAsyncLifetime
{
    private const string Main = """
        import sys, threading
        running = threading.Lock()

        def app(environ, start_response):
            code = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0)).decode('utf-8')
            scope = {}
            with running:
                try:
                    exec(code, scope)
                    text = repr(scope.get('result'))
                except BaseException as error:
                    text = '%s: %s' % (type(error).__name__, error)
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [text.encode('utf-8')]
        """;

    private readonly AppDirectory _python3 = AppDirectory.Python3("locked3", Main);
    private readonly AppDirectory _python27 = AppDirectory.Python27("locked27", Main);
    private readonly Lazy<Task<SiloProcess>> _withoutMounts;
    private HttpClient? _three;
    private HttpClient? _two;

    public LockedApps() => _withoutMounts = new(() => StartAsync(("Sandbox__Off__0", "Mounts"), ("Instances__IdleTimeout", "00:00:00.5")));

    public SiloProcess Silo { get; private set; } = null!;

    public static IReadOnlyList<string> Pythons => Interpreters.Python27 is null ? ["python3"] : ["python3", "python27"];

    public async Task InitializeAsync()
    {
        Silo = await StartAsync();
        _three = Silo.Client("locked3");
        _two = Silo.Client("locked27");
    }

    public async Task DisposeAsync()
    {
        _three?.Dispose();
        _two?.Dispose();
        await Silo.DisposeAsync();
        if (_withoutMounts is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _withoutMounts.Value).DisposeAsync();
        _python3.Dispose();
        _python27.Dispose();
    }

    /// <summary>Another silo with the same apps.</summary>
    public Task<SiloProcess> StartAsync(params (string, string)[] settings) =>
        SiloProcess.StartAsync(Interpreters.Python27 is null ? [_python3.Path] : [_python3.Path, _python27.Path], [.. Interpreters.Settings, .. settings]);

    /// <summary>One without mounts, on which instances end soon; started when it is first asked for.</summary>
    public Task<SiloProcess> WithoutMountsAsync() => _withoutMounts.Value;

    public Task<string> RunAsync(string python, string code) => RunAsync(python == "python3" ? _three! : _two!, code);

    public static async Task<string> RunAsync(HttpClient client, string code)
    {
        using var body = new StringContent(code, Encoding.UTF8, "text/plain");
        using var response = await client.PostAsync(new Uri("/", UriKind.Relative), body);
        return await response.Content.ReadAsStringAsync();
    }
}
