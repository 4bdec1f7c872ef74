using Actors.Runtimes.Interpreters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Runtimes.Tests.Interpreters;

public sealed class InterpreterDiscoveryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actors-discovery").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [OnPython("python3")]
    public async Task A_wrapper_script_leads_to_the_binary_behind_it_and_is_asked_once(string runtime)
    {
        var asked = Path.Combine(_root, "asked");
        var wrapper = Program("python3.11", $"#!/bin/sh\necho asked >> {asked}\nexec {Pythons.Get(runtime)} \"$@\"\n");
        var found = await FindAsync();
        var interpreter = Assert.Single(found.All);
        Assert.NotEqual(wrapper, interpreter.Path);
        Assert.Equal(new FileInfo(Pythons.Get(runtime)).ResolveLinkTarget(true)?.FullName ?? Pythons.Get(runtime), interpreter.Path);

        Assert.Equal(interpreter, Assert.Single((await FindAsync()).All));
        Assert.Single(await File.ReadAllLinesAsync(asked));

        File.SetLastWriteTimeUtc(wrapper, DateTime.UtcNow.AddHours(-1));
        await FindAsync();
        Assert.Equal(2, (await File.ReadAllLinesAsync(asked)).Length);
    }

    [Fact]
    public async Task What_does_not_work_is_left_out()
    {
        Program("python3.9", "#!/bin/sh\nexit 1\n");
        Program("python3.10", "no program at all");
        Assert.Empty((await FindAsync()).All);
    }

    [Theory]
    [OnPython("python3")]
    public async Task A_configured_path_goes_first(string runtime)
    {
        Program("python3.11", $"#!/bin/sh\nexec {Pythons.Get(runtime)} \"$@\"\n");
        var found = await FindAsync(new Dictionary<string, string> { ["python3"] = Pythons.Get(runtime) });
        Assert.Equal(found.Find("python3"), Assert.Single(found.All));
    }

    [Fact]
    public void A_closed_directory_is_named_with_what_to_do()
    {
        var closed = Path.Combine(_root, "closed");
        Directory.CreateDirectory(Path.Combine(closed, "bin"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var python = Path.Combine(closed, "bin", "python3.11");
        File.WriteAllText(python, "");
        Assert.Contains($"chmod o+x {closed}", Reachability.Obstacle(python), StringComparison.Ordinal);
    }

    private Task<InterpreterSet> FindAsync(IReadOnlyDictionary<string, string>? configured = null)
    {
        var options = new RuntimeOptions
        {
            DataDirectory = Path.Combine(_root, "data"), PythonFiles = _root, Interpreters = configured ?? new Dictionary<string, string>(),
        };
        var discovery = new InterpreterDiscovery(options, new InterpreterPlaces([_root]), dropsUid: false, NullLogger<InterpreterDiscovery>.Instance);
        return discovery.FindAsync(CancellationToken.None);
    }

    private string Program(string name, string text)
    {
        var path = Path.Combine(_root, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
