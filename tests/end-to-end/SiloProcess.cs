using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>A real silo as <c>./run.sh</c> starts it, on ports of its own, with a data directory of its own. Nothing of it is left when it is disposed of.</summary>
public sealed partial class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What ./run.sh starts: with machine code of its own. test.sh has just built it; who runs one project's tests by hand gets the silo built with them.
    private static readonly string? Published = Environment.GetEnvironmentVariable("ACTORS_TEST_SILO");
    private readonly Process _process;
    private readonly HttpClient _admin = new() { Timeout = Patience };
    private readonly PrintedLines _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(Process process, int port, int adminPort, string data)
    {
        _process = process;
        Port = port;
        AdminPort = adminPort;
        Data = data;
    }

    public int Port { get; }

    public int AdminPort { get; }

    public string Data { get; }

    public int Pid { get; private set; }

    /// <summary>All that it has printed.</summary>
    public string Output => _output.From(0);

    /// <summary>How many lines it has printed.</summary>
    public int OutputLines => _output.Count;

    /// <summary>The last lines that it has printed.</summary>
    public string OutputEnd => _output.End;

    /// <summary>What it has printed after so many lines.</summary>
    public string OutputFrom(int line) => _output.From(line);

    /// <summary>What it has printed of an app, where several tests share it: the lines that name the app, and those indented below them.</summary>
    public string OutputOf(string app) => _output.Of(app);

    public static string Repository { get; } = FindRepository();

    /// <summary>Starts a silo and waits for its <c>ready</c> line.</summary>
    public static Task<SiloProcess> StartAsync(IReadOnlyList<string> apps, params (string Name, string Value)[] settings) => ReadyAsync(Launch(apps, settings, null));

    /// <summary>The same, in a process that may have so many descriptors and cannot raise that.</summary>
    public static Task<SiloProcess> StartWithDescriptorsAsync(int descriptors, IReadOnlyList<string> apps, params (string Name, string Value)[] settings)
    {
        string[] asRoot = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-sys_resource"] : [];
        return ReadyAsync(Launch(apps, settings, null, before: [.. asRoot, "prlimit", $"--nofile={descriptors}:{descriptors}"]));
    }

    /// <summary>Stops this silo and starts another one in its data directory.</summary>
    public async Task<SiloProcess> RestartAsync(IReadOnlyList<string> apps)
    {
        await StopAsync();
        return await ReadyAsync(Launch(apps, [], null, Data));
    }

    private static async Task<SiloProcess> ReadyAsync(SiloProcess silo)
    {
        var ended = silo._process.WaitForExitAsync();
        if (await Task.WhenAny(silo._ready.Task, ended, Task.Delay(Patience)) == silo._ready.Task)
        {
            KnownInterpreters.TakeFrom(silo.Data);
            return silo;
        }
        await silo.DisposeAsync();
        throw new InvalidOperationException($"The silo did not get ready:\n{silo.Output}");
    }

    /// <summary>Starts a silo that is expected to refuse, and returns its exit status and everything it printed.</summary>
    public static async Task<(int Status, string Output)> RunToEndAsync(IReadOnlyList<string> arguments, params (string Name, string Value)[] settings)
    {
        await using var silo = Launch(arguments, settings, arguments);
        using var patience = new CancellationTokenSource(Patience);
        await silo._process.WaitForExitAsync(patience.Token);
        return (silo._process.ExitCode, silo.Output);
    }

    /// <summary>A client for an app, by its host name; without one, for the first app.</summary>
    /// <param name="app">The app.</param>
    /// <param name="cookies">Where it keeps cookies; without, it keeps none.</param>
    public HttpClient Client(string? app = null, CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = cookies is not null,
            CookieContainer = cookies ?? new CookieContainer(),
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"http://{(app is null ? "" : $"{app}.")}localhost:{Port}"), Timeout = Patience };
    }

    /// <summary>The body of an answer that must be 200; where it is not, the test fails with all that there is to know about it.</summary>
    public async Task<string> BodyAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK)
            Assert.Fail($"{client.BaseAddress}{path.TrimStart('/')} was answered {(int)response.StatusCode}:\n{body}\nThe silo's last lines:\n{OutputEnd}");
        return body;
    }

    /// <summary>All instances, or those of an app.</summary>
    public async Task<JsonElement[]> InstancesAsync(string? app = null)
    {
        var json = await _admin.GetStringAsync($"http://127.0.0.1:{AdminPort}/api/instances");
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Where(element => app is null || element.GetProperty("app").GetString() == app).Select(element => element.Clone())];
    }

    /// <summary>Waits until a line that matches has been printed; of an app, one of those that <see cref="OutputOf"/> has.</summary>
    public Task WaitForLineAsync(string pattern, string? app = null)
    {
        var (wanted, looked) = (new Regex(pattern), 0);
        return Until(() => _output.Any(wanted, app, ref looked), () => $"no line {pattern}{(app is null ? "" : $" of {app}")} in:\n{Output}");
    }

    /// <summary>Fails unless the admin port says that it serves.</summary>
    public async Task AssertHealthyAsync() => Assert.Contains("ok", await _admin.GetStringAsync($"http://127.0.0.1:{AdminPort}/health"), StringComparison.Ordinal);

    /// <summary>Waits until a condition holds; conditions are about other processes, so they are asked for, and the test fails when patience ends.</summary>
    public static async Task Until(Func<bool> condition, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Patience)
                Assert.Fail(otherwise());
            await Task.Delay(10);
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
                Assert.Fail(otherwise);
            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal; nothing when there is no such process any more.</summary>
    public static void Signal(int pid, string signal) => _ = Kill(pid, signal switch { "INT" => 2, "KILL" => 9, "TERM" => 15, _ => throw new ArgumentOutOfRangeException(nameof(signal)) });

    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
            Signal(Pid, "TERM");
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>Process ids of zygotes and workers of this silo: their command lines name its data directory.</summary>
    public IReadOnlyList<int> Descendants()
    {
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var pid = int.Parse(Path.GetFileName(directory), System.Globalization.CultureInfo.InvariantCulture);
                var zombie = File.ReadAllText($"{directory}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
                if (pid != Pid && !zombie && File.ReadAllText($"{directory}/cmdline").Contains(Data, StringComparison.Ordinal))
                    found.Add(pid);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
            }
        }
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Pid, "KILL");
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _admin.Dispose();
        await Until(() => Descendants().Count == 0, () => $"left running: {string.Join(", ", Descendants())}");
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
    }

    private static SiloProcess Launch(IReadOnlyList<string> apps, (string Name, string Value)[] settings, IReadOnlyList<string>? verbatim, string? existing = null, IReadOnlyList<string>? before = null)
    {
        var (port, adminPort) = (FreePort(), FreePort());
        var data = existing ?? Directory.CreateTempSubdirectory("actors-test-").FullName;
        File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("755", 8));
        if (existing is null)
            KnownInterpreters.Give(data);
        string[] program = [.. before ?? [], "dotnet", "exec", Published ?? Path.Combine(AppContext.BaseDirectory, "actors-silo.dll")];
        string[] standard = [.. apps, "--port", $"{port}", "--admin-port", $"{adminPort}", "--data", data];
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. verbatim is null ? standard : verbatim.Contains("--data") ? verbatim : [.. verbatim, "--data", data]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository,
        };
        foreach (var (name, value) in Interpreters.Settings.Concat(settings))
            start.Environment[name] = value;
        // A silo that lives for seconds compiles nothing a second time: a fifth of the processor time that the escape attempts take.
        start.Environment["DOTNET_TC_CallCountThreshold"] = "FFFF";
        var silo = new SiloProcess(new Process { StartInfo = start }, port, adminPort, data);
        silo._process.OutputDataReceived += (_, line) => silo.Take(line.Data);
        silo._process.ErrorDataReceived += (_, line) => silo.Take(line.Data);
        silo._process.Start();
        silo.Pid = silo._process.Id;
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        return silo;
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _output.Add(line);
        if (line.StartsWith("ready ", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    /// <summary>A port that nobody has, and that the kernel gives nobody: one of those it chooses may be that of some connection before the silo listens on it.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Actors.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }
}
