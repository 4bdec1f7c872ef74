namespace Actors.EndToEnd.Tests.Sandbox;

/// <summary>That workers are locked down, as the kernel and the admin API show it. What that keeps in is in the escape suite.</summary>
[Trait("Category", "Slow")]
public sealed class LockdownTests(LockedApps apps) : IClassFixture<LockedApps>
{
    public static TheoryData<string> Pythons => [.. LockedApps.Pythons];

    [Theory, MemberData(nameof(Pythons))]
    public async Task The_admin_api_shows_the_layers_and_the_kernel_agrees(string python)
    {
        await apps.RunAsync(python, "result = 1");
        var instance = (await apps.Silo.InstancesAsync()).First(each => each.GetProperty("app").GetString() == (python == "python3" ? "locked3" : "locked27"));
        var layers = instance.GetProperty("sandbox").EnumerateArray().Select(each => each.GetString()).ToArray();
        string[] expected = ["Capabilities", "Descriptors", "Landlock", "NoNewPrivileges", "ResourceLimits", "Seccomp", .. Environment.IsPrivilegedProcess ? (string[])["User"] : []];
        Assert.Equal(expected, layers.Where(layer => layer != "Mounts"));
        var status = await File.ReadAllTextAsync($"/proc/{instance.GetProperty("pid").GetInt32()}/status");
        Assert.Contains("Seccomp:\t2\n", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Contains("CapPrm:\t0000000000000000\n", status, StringComparison.Ordinal);
        Assert.True(instance.GetProperty("journey").TryGetProperty("lockdown", out _));
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task An_apps_files_cannot_be_changed(string python)
    {
        foreach (var attempt in (string[])["posix.chmod('main.py', 0o777)", "posix.utime('main.py', None)", "posix.unlink('main.py')", "posix.mkdir('a')",
            "open('main.py', 'a')", "open('new.py', 'w')", "posix.rename('main.py', 'b.py')", "posix.symlink('main.py', 'l')", "posix.link('main.py', 'l')"])
        {
            Assert.Matches("(Error|denied|permitted|Read-only)", await apps.RunAsync(python, $"import posix\nresult = {attempt}"));
        }
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task Nothing_else_of_the_machine_is_reached(string python)
    {
        foreach (var attempt in (string[])["open('/etc/passwd')", "posix.listdir('/')", "posix.listdir('/proc')", "posix.fork()", "posix.kill(1, 0)",
            "posix.kill(-1, 0)", "__import__('socket').socket(__import__('socket').AF_UNIX)", "__import__('socket').socket(16, 3)", "__import__('mmap').mmap(-1, 4096)"])
        {
            Assert.Matches("Error|error", await apps.RunAsync(python, $"import posix\nresult = {attempt}"));
        }
    }

    [Fact]
    public async Task The_temp_directory_is_private_and_empty_for_each_instance_and_has_a_limit()
    {
        await using var silo = await apps.StartAsync(("Sandbox__TempBytes", "1048576"), ("Instances__IdleTimeout", "00:00:00.5"));
        using var client = silo.Client("locked3");
        const string Look = "import os, tempfile\nresult = os.listdir(tempfile.gettempdir())";

        // In one request: on a busy machine an instance may be idle for so long between two.
        const string Fill = "import tempfile\ntry:\n    f = open(tempfile.gettempdir() + '/kept', 'wb')\n    f.write(b'x' * (2 << 20))\n    f.flush()\nexcept EnvironmentError as error:\n    failure = str(error)\n";
        Assert.Matches(@"(No space left|File too large).*\['kept'\]", await LockedApps.RunAsync(client, $"{Fill}{Look}\nresult = failure, result"));
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Length == 0, "the instance does not end");
        Assert.Equal("[]", await LockedApps.RunAsync(client, Look));
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task Without_mounts_there_is_a_directory_on_disk_that_is_deleted(string python)
    {
        var silo = await apps.WithoutMountsAsync();
        Assert.Matches("Sandbox layer Mounts is switched off", silo.Output);
        using var client = silo.Client(python == "python3" ? "locked3" : "locked27");
        var place = Path.Combine(silo.Data, "runtime", "temp");
        string[] standing = ["empty", "mount"];
        if (python == "python27")
        {
            // The silo is that of the other row: what it left has ended.
            await SiloProcess.UntilAsync(
                async () => (await silo.InstancesAsync()).Length == 0 && Directory.EnumerateDirectories(place).Count() == standing.Length, "the other row's directory stays");
            Assert.Matches("Error", await LockedApps.RunAsync(client, "import tempfile\nresult = tempfile.mkdtemp()"));
            Assert.Equal(standing, Directory.EnumerateDirectories(place).Select(path => Path.GetFileName(path)!).Order());
            return;
        }

        Assert.Equal("1", await LockedApps.RunAsync(client, "import tempfile\nopen(tempfile.mkdtemp() + '/a', 'w').write('x')\nresult = 1"));
        await SiloProcess.UntilAsync(() => Task.FromResult(Directory.EnumerateDirectories(place).Count() == standing.Length), "the directory stays");
    }

    [Fact]
    public async Task A_layer_that_is_off_is_warned_of_and_not_shown()
    {
        await using var silo = await apps.StartAsync(("Sandbox__Off__0", "Landlock"), ("Sandbox__Off__1", "seccomp"));
        Assert.Matches("Sandbox layer Landlock is switched off", silo.Output);
        Assert.Matches("Sandbox layer Seccomp is switched off", silo.Output);
        using var client = silo.Client("locked3");
        Assert.Equal("True", await LockedApps.RunAsync(client, "result = len(open('/etc/passwd').read()) > 0"));
        var layers = (await silo.InstancesAsync()).Single().GetProperty("sandbox").EnumerateArray().Select(each => each.GetString()).ToArray();
        Assert.DoesNotContain("Landlock", layers);
        Assert.DoesNotContain("Seccomp", layers);
        Assert.Contains("NoNewPrivileges", layers);
    }

    [Fact]
    public async Task A_layer_that_is_none_keeps_the_silo_from_starting()
    {
        var (status, output) = await SiloProcess.RunToEndAsync([Path.Combine(SiloProcess.Repository, "examples", "hello")], ("Sandbox__Off__0", "Landlok"));
        Assert.Equal(3, status);
        Assert.Contains("Sandbox:Off has \"Landlok\", which is not a layer", output, StringComparison.Ordinal);
    }

    [Python27Fact]
    public async Task On_python27_a_C_extension_is_refused_with_a_sentence()
    {
        using var app = AppDirectory.Python27("extension", """
            import imp
            def app(environ, start_response):
                start_response('200 OK', [])
                try:
                    import fast
                except ImportError as error:
                    yield str(error) + '\n'
                try:
                    imp.load_dynamic('_curses', FILE)
                except ImportError as error:
                    yield str(error)
            """);
        var library = Directory.EnumerateFiles(Path.GetFullPath($"{Interpreters.Python27}/../.."), "_curses*.so", SearchOption.AllDirectories).FirstOrDefault();
        if (library is null)
            return; // A Python without it.
        app.Write("main.py", (await File.ReadAllTextAsync($"{app.Path}/main.py")).Replace("FILE", "__file__.rpartition('/')[0] + '/fast.so'", StringComparison.Ordinal));
        File.Copy(library, $"{app.Path}/fast.so");
        await using var silo = await SiloProcess.StartAsync([app.Path], [.. Interpreters.Settings]);
        using var client = silo.Client("extension");
        var text = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.Contains("fast is a C extension, which the python27 runtime does not load", text, StringComparison.Ordinal);
        Assert.Contains("failed to map segment from shared object", text, StringComparison.Ordinal);
    }
}
