using Actors.Grains.Workers;
using Actors.Runtimes.Tests.Processes;
using static Actors.Runtimes.Tests.VersionZygotes.Looks;

namespace Actors.Runtimes.Tests.VersionZygotes;

/// <summary>Real processes: apps with the Flask that is installed beside the interpreter.</summary>
[Collection(nameof(SiloFixture))]
[Trait("Category", "Slow")]
public class FrameworkZygoteTests
{
    private const string Python = "/usr/bin/python3";
    private const string App = """
        import flask
        app = flask.Flask('shop')
        app.route('/')(lambda: 'hello from ' + flask.__file__)
        """;

    [DebianFlaskFact]
    public async Task Versions_that_use_it_share_it()
    {
        await using var silo = await StartAsync();
        var (one, other) = (silo.Start("python3", App), silo.Start("python3", App));
        other = other with { Deployment = other.Deployment with { App = "other" } };
        var first = await AncestorAsync(silo, one);
        Assert.EndsWith("zygote.py\0flask\0", await File.ReadAllTextAsync($"/proc/{first}/cmdline"), StringComparison.Ordinal);
        Assert.Equal(first, await AncestorAsync(silo, other));

        // When it dies, the next start has another one made, and needs none.
        SiloFixture.Kill(first);
        await using var next = await silo.Runtimes.Spawner.SpawnAsync(one, CancellationToken.None);
        Assert.False(next.Journey.FromVersionZygote);
        Assert.Equal(Answer, await SiloFixture.TextAsync(next, "python3"));
    }

    [DebianFlaskFact]
    public async Task A_switch_gives_each_version_its_own()
    {
        await using var silo = await StartAsync(shares: false);
        await IsUsualAsync(silo, silo.Start("python3", App));
    }

    [DebianFlaskFact]
    public async Task A_version_with_libraries_of_its_own_has_its_own()
    {
        await using var silo = await StartAsync();
        var start = silo.Start("python3", "import os, sys\nsys.path.insert(1, os.path.join(os.path.dirname(__file__), 'lib'))\nimport things\n" + App);
        Write(start, "lib/things.py");
        await IsUsualAsync(silo, start);
    }

    [DebianFlaskFact]
    public async Task What_no_import_would_find_in_the_app_is_in_nobodys_way()
    {
        await using var silo = await StartAsync();
        var start = silo.Start("python3", App);
        Write(start, "html/index.html");
        Write(start, "calendar.py");
        Assert.EndsWith("flask\0", await File.ReadAllTextAsync($"/proc/{await AncestorAsync(silo, start)}/cmdline"), StringComparison.Ordinal);
    }

    // The one is a module that it asks for and lives without, the other one that all zygotes have loaded.
    [DebianFlaskTheory]
    [InlineData("blinker.py")]
    [InlineData("uuid.py")]
    public async Task A_framework_that_would_import_a_module_of_the_app_is_loaded_by_each_instance(string module)
    {
        await using var silo = await StartAsync();
        var start = silo.Start("python3", App);
        Write(start, module, "class Namespace(object):\n    def signal(self, *arguments):\n        return self\n    def send(self, *arguments, **more):\n        pass\nUUID = str\n");
        await using var worker = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal(Answer, await SiloFixture.TextAsync(worker, "python3"));
        await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).IsRefused);
    }

    private static string Answer => "hello from /usr/lib/python3/dist-packages/flask/__init__.py";

    private static Task<SiloFixture> StartAsync(bool shares = true) => SiloFixture.StartAsync(options => options with
    {
        Interpreters = new Dictionary<string, string> { ["python3"] = Python },
        VersionZygotes = options.VersionZygotes with { ShareFrameworks = shares },
    });

    private static void Write(WorkerStart start, string file, string text = "")
    {
        var path = Path.Combine(start.Deployment.CodeTree, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task IsUsualAsync(SiloFixture silo, WorkerStart start) =>
        Assert.EndsWith("zygote.py\0", await File.ReadAllTextAsync($"/proc/{await AncestorAsync(silo, start)}/cmdline"), StringComparison.Ordinal);

    // Has the version served by two instances, the second from its zygote, and says which process that came of.
    private static async Task<int> AncestorAsync(SiloFixture silo, WorkerStart start)
    {
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal(Answer, await SiloFixture.TextAsync(first, "python3"));
        var zygote = await ZygoteOf(silo, start);
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.True(second.Journey.FromVersionZygote);
        Assert.Equal(Answer, await SiloFixture.TextAsync(second, "python3"));
        return int.Parse(Status(zygote, "PPid:"), null);
    }

    private sealed class DebianFlaskFactAttribute : FactAttribute
    {
        public DebianFlaskFactAttribute() => Skip = WithoutFlask;
    }

    private sealed class DebianFlaskTheoryAttribute : TheoryAttribute
    {
        public DebianFlaskTheoryAttribute() => Skip = WithoutFlask;
    }

    private static string? WithoutFlask => Directory.Exists("/usr/lib/python3/dist-packages/flask") ? null : "Debian's python3-flask is not installed";
}
