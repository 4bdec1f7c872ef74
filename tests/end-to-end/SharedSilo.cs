namespace Actors.EndToEnd.Tests;

/// <summary>
/// One silo for several tests, each of which has apps of its own there: it needs no other test and disturbs none. The silo starts when it is first asked for,
/// so that a run without those tests has none.
/// </summary>
public abstract class SharedSilo : IAsyncLifetime
{
    private readonly Dictionary<string, AppDirectory> _apps = [];
    private readonly List<string> _served = [];
    private readonly Lazy<Task<SiloProcess>> _silo;

    protected SharedSilo(params (string Name, string Value)[] settings) => _silo = new(() => SiloProcess.StartAsync(_served, settings));

    /// <summary>The Pythons of this machine that apps are made for, as app.yaml calls them.</summary>
    protected static IReadOnlyList<string> Pythons { get; } = Interpreters.Python27 is null ? ["python3"] : ["python3", "python27"];

    /// <summary>The files of an app, by its id.</summary>
    public AppDirectory this[string app] => _apps[app];

    /// <summary>The silo, which serves all of the apps.</summary>
    public Task<SiloProcess> SiloAsync() => _silo.Value;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_silo is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _silo.Value).DisposeAsync();
        foreach (var app in _apps.Values)
            app.Dispose();
    }

    /// <summary>Has it serve an app that is written for a test.</summary>
    protected void Serve(string id, AppDirectory app)
    {
        _apps.Add(id, app);
        _served.Add(app.Path);
    }

    /// <summary>Has it serve one of <c>examples/</c>.</summary>
    protected void ServeExample(string name) => _served.Add(Path.Combine(SiloProcess.Repository, "examples", name));
}
