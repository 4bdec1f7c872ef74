using System.Diagnostics;
using Actors.Grains.Workers;
using Actors.Runtimes.Tests.Processes;
using static Actors.Runtimes.Tests.VersionZygotes.Looks;

namespace Actors.Runtimes.Tests.VersionZygotes;

/// <summary>Real processes: an app whose library remembers in which process it was loaded.</summary>
[Collection(nameof(SiloFixture))]
[Trait("Category", "Slow")]
public class VersionZygoteTests
{
    private const string App = """
        import os, posix, sys
        sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
        import things.one, things.two
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            if environ['PATH_INFO'] == '/signal':
                posix.kill(posix.getpid(), 0)
            if environ['PATH_INFO'] == '/environ':
                return [('%s %s' % (os.environ['INSTANCE_ID'], os.environ['FROM_LIBRARY'])).encode('ascii')]
            return [('%d %d' % (things.one.HOME, posix.getpid())).encode('ascii')]
        """;

    [Theory]
    [OnPython("python27")]
    [OnPython("python38")]
    [OnPython("python39")]
    [OnPython("python310")]
    [OnPython("python3")]
    [OnPython("python312")]
    [OnPython("python313")]
    [OnPython("python314")]
    public async Task The_second_instance_comes_with_its_libraries_loaded(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal($"{first.Pid} {first.Pid}", await SiloFixture.TextAsync(first, runtime));
        var zygote = await ZygoteOf(silo, start);

        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start with { InstanceId = "second" }, CancellationToken.None);
        Assert.Equal($"{zygote} {second.Pid}", await SiloFixture.TextAsync(second, runtime));
        Assert.True(second.Journey.FromVersionZygote);
        Assert.False(first.Journey.FromVersionZygote);
        Assert.Equal(first.Layers, second.Layers);
        Assert.Equal("second library", await SiloFixture.TextAsync(second, runtime, "/environ"));
        Assert.NotEmpty(await SiloFixture.TextAsync(second, runtime, "/signal"));
    }

    [Theory]
    [OnPython("python27", NeedsRoot = true)]
    [OnPython("python3", NeedsRoot = true)]
    public async Task Its_workers_are_the_users_of_their_apps(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with
        {
            SeparateUsers = true,
            Interpreters = new Dictionary<string, string> { [runtime] = ReadablePythons.Get(runtime) },
        });
        var start = Start(silo, runtime);
        start = start with { Deployment = start.Deployment with { Uid = 200_001 } };
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.True(second.Journey.FromVersionZygote);
        foreach (var name in (string[])["Uid:", "Gid:", "Groups:", "CapPrm:", "CapBnd:", "NoNewPrivs:", "Seccomp:"])
        {
            Assert.Equal(Status(first.Pid, name), Status(zygote, name));
            Assert.Equal(Status(first.Pid, name), Status(second.Pid, name));
        }

        Assert.Equal(int.Parse(Status(zygote, "Seccomp_filters:"), null) + 1, int.Parse(Status(second.Pid, "Seccomp_filters:"), null));
        Assert.Equal(File.ReadAllLines($"/proc/{first.Pid}/limits"), File.ReadAllLines($"/proc/{second.Pid}/limits"));
        Assert.Equal(Descriptors(first.Pid), Descriptors(second.Pid));
    }

    [Theory]
    [OnPython("python3")]
    public async Task An_app_without_libraries_has_none(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = silo.Start(runtime, "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'hello']\n");
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).IsRefused);
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.False(second.Journey.FromVersionZygote);
        Assert.Equal(3, silo.Processes().Count);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task A_switch_turns_them_off(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with { VersionZygotes = new() { Enabled = false } });
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        Assert.Null(silo.Runtimes.VersionZygotes.Learning(start, silo.Runtimes.Interpreters.Find(runtime)!));
    }

    [Theory]
    [OnPython("python3", "thread", "import sys, threading, time\nif sys.path[0].endswith('lib'):\n    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()")]
    [OnPython("python3", "descriptor", "import os\nKEPT = os.open('/dev/null', os.O_RDONLY)")]
    [OnPython("python3", "pair of sockets", "import socket\nKEPT = socket.socketpair()")]
    [OnPython("python3", "closed descriptor", "import os, sys\nif 'things.late' not in sys.modules:\n    for each in range(3, 12):\n        if sys.path[0].endswith('lib'):\n            try:\n                os.close(each)\n            except OSError:\n                pass")]
    [OnPython("python3", "module of the app", "try:\n    import settings\nexcept ImportError:\n    pass")]
    [OnPython("python3", "process", "import os, time\ntry:\n    if os.fork() == 0:\n        time.sleep(600)\nexcept OSError:\n    pass")]
    [OnPython("python3", "memory", "import sys\nif sys.path[0].endswith('lib'):\n    KEPT = b'x' * (200 << 20)")]
    [OnPython("python27", "thread", "import sys, threading, time\nif sys.path[0].endswith('lib'):\n    thread = threading.Thread(target=time.sleep, args=(600,))\n    thread.daemon = True\n    thread.start()")]
    public async Task What_cannot_be_forked_is_no_version_zygote_and_is_served_all_the_same(string runtime, string what, string library)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime, library);
        start = start with { Deployment = start.Deployment with { MemoryMegabytes = 128 } };
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        if (what == "closed descriptor")
        {
            await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).Pid is null);
        }
        else
        {
            await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).IsRefused);
        }

        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal($"{second.Pid} {second.Pid}", await SiloFixture.TextAsync(second, runtime));
        Assert.False(second.Journey.FromVersionZygote, what);
        await Until(() => silo.Processes().Count == 3);
    }

    [Theory]
    [OnPython("python3", "is the worker itself", "from actors_runtime import kernel\nkernel.fork = lambda: 0")]
    [OnPython("python3", "does not fork", "from actors_runtime import kernel\nkernel.fork = lambda: 1234567")]
    [OnPython("python3", "keeps what forks", "from actors_runtime import lockdown\nlockdown.Lockdown.enter_seccomp = lambda self: None")]
    [OnPython("python3", "answers SHOW at once and dies", "import os\nfrom actors_runtime import worker\ndef show_and_run(self, steps, layers):\n    self._send(36, (0,))\n    self._send(36, (0,))\n    self._send(32, ((), ()))\n    os._exit(0)\nworker.Worker.show_and_run = show_and_run")]
    [OnPython("python3", "has somebody else answer", "import os\nfrom actors_runtime import worker\nrun = worker.Worker.run\ndef show_and_run(self, steps, layers):\n    self._control.recv(100)\n    self._send(36, (0,))\n    if os.fork() == 0:\n        self._control.recv(100)\n        self._send(36, (0,))\n        os._exit(0)\nworker.Worker.show_and_run = show_and_run\nfrom actors_runtime import lockdown\nlockdown.Lockdown.enter_seccomp = lambda self: None")]
    public async Task A_version_zygote_that_deceives_is_thrown_away_in_the_same_start(string runtime, string what, string library)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with { SpawnTimeout = TimeSpan.FromSeconds(8) });
        var start = Start(silo, runtime, "import sys\nif sys.path[0].endswith('lib'):\n" + string.Join('\n', library.Split('\n').Select(line => "    " + line)));
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.False(second.Journey.FromVersionZygote, what);
        Assert.Equal($"{second.Pid} {second.Pid}", await SiloFixture.TextAsync(second, runtime));
        await Until(() => !IsAlive(zygote) && silo.Processes().Count == 3);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task One_that_is_killed_costs_nothing_but_the_next_start_from_the_base_zygote(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.True(second.Journey.FromVersionZygote);

        SiloFixture.Kill(zygote);
        await using var third = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.False(third.Journey.FromVersionZygote);
        Assert.Equal($"{zygote} {second.Pid}", await SiloFixture.TextAsync(second, runtime));
        await Until(() => !IsAlive(zygote));
        Assert.Equal(4, silo.Processes().Count);

        // Its worker's end is still told as it was, now that the silo is its parent.
        SiloFixture.Kill(second.Pid);
        Assert.Equal(9, (await second.Ended).Signal);
    }

    [Theory]
    [OnPython("python3")]
    public async Task One_that_hangs_costs_the_start_no_more_than_its_patience(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with { SpawnTimeout = TimeSpan.FromSeconds(4) });
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        using (var stopping = Process.Start("kill", ["-STOP", $"{zygote}"]))
        {
            await stopping.WaitForExitAsync();
        }

        // More than its queue of orders holds, perhaps: the base zygote does not wait for it.
        var workers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None)));
        Assert.All(workers, worker => Assert.False(worker.Journey.FromVersionZygote));
        await Until(() => !IsAlive(zygote));
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task The_end_of_its_worker_is_told_as_it_was(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        await ZygoteOf(silo, start);
        await using var killed = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        SiloFixture.Kill(killed.Pid);
        Assert.Equal(9, (await killed.Ended).Signal);
        await using var stopped = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.Equal(0, (await stopped.StopAsync(TimeSpan.FromSeconds(5), CancellationToken.None)).ExitCode);
        Assert.True(stopped.Journey.FromVersionZygote);
    }

    [Theory]
    [OnPython("python27")]
    [OnPython("python3")]
    public async Task What_it_opens_itself_after_the_end_of_a_worker_does_not_make_it_unfit(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime, """
            import os, time
            from actors_runtime.version_zygote import VersionZygote
            reap = VersionZygote._reap_ended
            here = os.path.dirname(os.path.abspath(__file__))
            def reap_ended(self):
                opened = os.open(here, os.O_RDONLY)
                reap(self)
                while not os.path.exists(os.path.join(here, 'tidied')):
                    time.sleep(0.001)
                os.close(opened)
            VersionZygote._reap_ended = reap_ended
            """);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        var killed = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        SiloFixture.Kill(killed.Pid);
        await killed.Ended;

        var next = silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        File.WriteAllText(Path.Combine(start.Deployment.CodeTree, "lib", "things", "tidied"), "");

        await using var second = await next;
        Assert.True(second.Journey.FromVersionZygote);
        Assert.Equal($"{zygote} {second.Pid}", await SiloFixture.TextAsync(second, runtime));
    }

    [Theory]
    [OnPython("python3")]
    public async Task Changed_files_are_another_version_zygote(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);

        var changed = start with { Deployment = start.Deployment with { Generation = 2 } };
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(changed, CancellationToken.None);
        Assert.False(second.Journey.FromVersionZygote);
        await Until(() => !IsAlive(zygote));
        await SiloFixture.TextAsync(second, runtime);
        Assert.NotEqual(zygote, await ZygoteOf(silo, changed));

        // A start that was late does not bring the old state back.
        await using var late = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.False(late.Journey.FromVersionZygote);
        Assert.NotNull(silo.Runtimes.VersionZygotes.Look(changed.Deployment).Pid);
    }

    [Theory]
    [OnPython("python3")]
    public async Task An_idle_one_goes_when_its_time_is_over_and_not_while_an_instance_lives(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with { VersionZygotes = new() { Idle = TimeSpan.FromSeconds(1) } });
        var start = Start(silo, runtime);
        var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        await first.DisposeAsync();
        await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).Pid is null && !IsAlive(zygote));

        // What it needs is known: the next start has another one made.
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        Assert.False(second.Journey.FromVersionZygote);
        await ZygoteOf(silo, start);
    }

    [Theory]
    [OnPython("python3")]
    public async Task The_one_that_is_idle_longest_makes_room(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync(options => options with { VersionZygotes = new() { Most = 1 } });
        var one = Start(silo, runtime);
        var first = await silo.Runtimes.Spawner.SpawnAsync(one, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        await ZygoteOf(silo, one);
        await first.DisposeAsync();

        var other = Start(silo, runtime);
        other = other with { Deployment = other.Deployment with { Version = "v2" } };
        await using var second = await silo.Runtimes.Spawner.SpawnAsync(other, CancellationToken.None);
        await SiloFixture.TextAsync(second, runtime);
        await ZygoteOf(silo, other);
        Assert.Null(silo.Runtimes.VersionZygotes.Look(one.Deployment).Pid);
    }

    [Theory]
    [OnPython("python3")]
    public async Task Many_at_a_time_come_from_it(string runtime)
    {
        await using var silo = await SiloFixture.StartAsync();
        var start = Start(silo, runtime);
        await using var first = await silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None);
        await SiloFixture.TextAsync(first, runtime);
        var zygote = await ZygoteOf(silo, start);
        var workers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => silo.Runtimes.Spawner.SpawnAsync(start, CancellationToken.None)));
        foreach (var worker in workers)
        {
            Assert.True(worker.Journey.FromVersionZygote);
            Assert.Equal($"{zygote} {worker.Pid}", await SiloFixture.TextAsync(worker, runtime));
            await worker.DisposeAsync();
        }

        await Until(() => silo.Processes().Count == 3);
    }

    private static WorkerStart Start(SiloFixture silo, string runtime, string library = "")
    {
        var start = silo.Start(runtime, App);
        var things = Directory.CreateDirectory(Path.Combine(start.Deployment.CodeTree, "lib", "things")).FullName;
        File.WriteAllText(Path.Combine(things, "__init__.py"), "");
        File.WriteAllText(Path.Combine(things, "one.py"), "import os, posix\nHOME = posix.getpid()\nos.environ['FROM_LIBRARY'] = 'library'\n");
        File.WriteAllText(Path.Combine(things, "two.py"), library + "\n");
        File.WriteAllText(Path.Combine(start.Deployment.CodeTree, "settings.py"), "");
        return start;
    }
}
