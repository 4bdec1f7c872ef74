using System.Diagnostics;
using Actors.EndToEnd.Tests;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Runtimes.Tests.Processes;

/// <summary>The runtimes of one silo, on a data directory of their own, with apps made from text.</summary>
internal sealed class SiloFixture : IAsyncDisposable
{
    private static int _last;
    private readonly string _root;

    private SiloFixture(string root, PythonRuntimes runtimes, TestServices services, RuntimeOptions options)
    {
        _root = root;
        Runtimes = runtimes;
        Services = services;
        Options = options;
    }

    public PythonRuntimes Runtimes { get; }

    public TestServices Services { get; }

    public RuntimeOptions Options { get; }

    public static async Task<SiloFixture> StartAsync(Func<RuntimeOptions, RuntimeOptions>? configure = null, OpenFiles? openFiles = null)
    {
        var root = Path.Combine(Path.GetTempPath(), $"actors-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}");
        Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        var options = new RuntimeOptions
        {
            DataDirectory = Path.Combine(root, "data"),
            PythonFiles = Repository.PythonFiles,
            SeparateUsers = false,
            SpareWorkers = false, // These tests count processes; SpareTests has its own.
            Sandbox = new() { Python27Rules = false }, // These apps tell of their process, which os then would not.
            SpawnTimeout = TimeSpan.FromSeconds(30),
            ZygoteTimeout = TimeSpan.FromSeconds(30),
        };
        options = configure?.Invoke(options) ?? options;
        Assert.Empty(options.Validate());
        var services = new TestServices();
        KnownInterpreters.Give(Directory.CreateDirectory(options.DataDirectory).FullName);
        var runtimes = await PythonRuntimes.StartAsync(options, services, openFiles ?? OpenFiles.Unlimited, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        KnownInterpreters.TakeFrom(options.DataDirectory);
        return new SiloFixture(root, runtimes, services, options);
    }

    /// <summary>What an instance grain does first, for an app of one module.</summary>
    public Task<IWorker> SpawnAsync(string runtime, string module, int connections = 4, int uid = -1) =>
        Runtimes.Spawner.SpawnAsync(Start(runtime, module, connections, uid), CancellationToken.None);

    public WorkerStart Start(string runtime, string module, int connections = 4, int uid = -1)
    {
        var code = Path.Combine(_root, $"app-{Interlocked.Increment(ref _last)}");
        Directory.CreateDirectory(code);
        File.WriteAllText(Path.Combine(code, "main.py"), module);
        var deployment = new VersionDeployment
        {
            App = "test",
            Service = "default",
            Version = "v1",
            Generation = 1,
            Configuration = "",
            Runtime = runtime,
            MaxConcurrentRequests = connections,
            EnvVariables = new Dictionary<string, string> { ["COLOUR"] = "blue" },
            CodeTree = code,
            StaticTree = code,
            Uid = uid,
        };
        return new WorkerStart(deployment, "0123456789abcdef0123456789abcdef0123");
    }

    /// <summary>A request as the gateway encodes it.</summary>
    public static byte[] Request(string runtime, string path = "/", byte[]? body = null, string script = "main.app")
    {
        var generation = runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3;
        using var frame = new RequestFrameWriter(generation, 1, script);
        frame.Add("REQUEST_METHOD", body is null ? "GET" : "POST");
        frame.Add("PATH_INFO", path);
        frame.Add("QUERY_STRING", "");
        frame.Add("SCRIPT_NAME", "");
        frame.Add("SERVER_NAME", "localhost");
        frame.Add("SERVER_PORT", "80");
        frame.Add("SERVER_PROTOCOL", "HTTP/1.1");
        frame.Add("HTTP_HOST", "localhost");
        frame.Add("REMOTE_ADDR", "127.0.0.1");
        frame.Add("CONTENT_LENGTH", (body?.Length ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return frame.Finish(body);
    }

    public static async Task<ResponseFrame> AskAsync(IWorker worker, string runtime, string path = "/", byte[]? body = null) =>
        ResponseFrame.Read((await worker.HandleAsync(Request(runtime, path, body), RequestDeadline.None, CancellationToken.None)).Frame);

    public static async Task<string> TextAsync(IWorker worker, string runtime, string path = "/")
    {
        var response = await AskAsync(worker, runtime, path);
        return System.Text.Encoding.UTF8.GetString(response.Body.Span);
    }

    /// <summary>Processes whose command line names this silo's zygote program: zygotes and workers alike.</summary>
    public IReadOnlyList<int> Processes()
    {
        var program = Path.Combine(Options.DataDirectory, "runtime", "python", "zygote.py");
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[6])))
        {
            try
            {
                if (File.ReadAllText($"{directory}/cmdline").Contains(program, StringComparison.Ordinal))
                {
                    found.Add(int.Parse(directory[6..], System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // It ended.
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Runtimes.DisposeAsync();
        Assert.Empty(Processes());
        Directory.Delete(_root, recursive: true);
    }

    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
