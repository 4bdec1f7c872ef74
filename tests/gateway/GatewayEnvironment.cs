using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Hosts;
using Actors.Gateway.Logging;
using Actors.Gateway.Platform;
using Actors.Gateway.Requests;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Gateway.SignIn;
using Actors.Gateway.Sources;
using Actors.Gateway.Tls;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Tests;

/// <summary>A real gateway on a real socket, over a temporary app directory and a dispatcher that the test plays.</summary>
public sealed class GatewayEnvironment : IAsyncDisposable, IDispatcher, IRequestLog, ISourceFreshness
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("actors-gateway");
    private readonly ConcurrentQueue<RequestRecord> _records = new();
    private readonly SemaphoreSlim _recorded = new(0);
    private IHost? _host;

    /// <summary>The app's directory.</summary>
    public string Root => _root.FullName;

    /// <summary>What the workers would do. Default: 200 with the text <c>ok</c>.</summary>
    public Func<RequestFrameContent, DispatchResult> App { get; set; } = _ => Answer.Of("ok");

    /// <summary>What the freshness port does. Default: nothing changed.</summary>
    public Func<VersionRoute, VersionRoute> Fresh { get; set; } = version => version;

    /// <summary>How often the freshness port was asked.</summary>
    public int FreshAsked { get; private set; }

    /// <summary>Requests that reached the dispatcher.</summary>
    public ConcurrentQueue<RequestFrameContent> Dispatched { get; } = new();

    /// <summary>The port of the gateway.</summary>
    public int Port => _host!.Services.GetRequiredService<GatewayServer>().Port;

    /// <summary>All ports of the gateway.</summary>
    public ServedPorts Ports => _host!.Services.GetRequiredService<ServedPorts>();

    /// <summary>The routing table's holder.</summary>
    public CurrentRoutes Routes => _host!.Services.GetRequiredService<CurrentRoutes>();

    /// <summary>The platform's own requests.</summary>
    public PlatformRequests Platform => _host!.Services.GetRequiredService<PlatformRequests>();

    /// <summary>What instances are asked.</summary>
    public ILifecycleRequests Lifecycle => _host!.Services.GetRequiredService<ILifecycleRequests>();

    /// <summary>The memory of bodies.</summary>
    internal BodyMemory Bodies => _host!.Services.GetRequiredService<BodyMemory>();

    /// <summary>Gives the gateway a request of the platform's own, over no connection.</summary>
    internal Task HandleAsync(HttpContext context, RequestKind kind) => _host!.Services.GetRequiredService<Gateway>().HandleAsync(context, kind);

    /// <summary>Starts a gateway that serves one app.</summary>
    public static async Task<GatewayEnvironment> StartAsync(string appYaml = "runtime: python3\n", bool development = false, Action<GatewayOptions>? configure = null, TimeProvider? time = null, Action<TlsOptions>? tls = null, Action<HostNameOptions>? hosts = null, Action<SignInOptions>? signIn = null)
    {
        var environment = new GatewayEnvironment();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IDispatcher>(environment).AddSingleton<IRequestLog>(environment).AddSingleton<ISourceFreshness>(environment).AddGateway();
        builder.Services.Configure<GatewayOptions>(options =>
        {
            (options.Address, options.Port) = ("127.0.0.1", 0);
            configure?.Invoke(options);
        });
        builder.Services.Configure<TlsOptions>(options => tls?.Invoke(options)).Configure<HostNameOptions>(options => hosts?.Invoke(options)).Configure<SignInOptions>(options => signIn?.Invoke(options));
        environment._host = builder.Build();
        await environment._host.StartAsync();
        environment.Routes.Publish(Deployments.Snapshot("shop", 1, environment.Deployment(appYaml, development)));
        return environment;
    }

    /// <summary>A deployment of this environment's directory.</summary>
    public VersionDeployment Deployment(string appYaml, bool development = false) => Deployments.Of("shop", appYaml) with { StaticTree = Root, Source = development ? Root : null };

    /// <summary>Writes a file of the app.</summary>
    public string Write(string path, string content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Sends a GET.</summary>
    public Task<RawResponse> GetAsync(string target, params string[] headers) => SendAsync($"GET {target} HTTP/1.1", headers);

    /// <summary>Sends one request on a connection of its own; Host is added unless given.</summary>
    public async Task<RawResponse> SendAsync(string requestLine, string[]? headers = null, byte[]? body = null)
    {
        var head = new StringBuilder(requestLine).Append("\r\n");
        foreach (var header in headers ?? [])
            head.Append(header).Append("\r\n");
        if (headers?.Any(header => header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) != true)
            head.Append("Host: localhost:8080\r\n");
        if (body is not null && headers?.Any(header => header.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase)) != true)
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        head.Append("Connection: close\r\n\r\n");
        return await SendRawAsync([.. Encoding.Latin1.GetBytes(head.ToString()), .. body ?? []], requestLine.StartsWith("HEAD", StringComparison.Ordinal));
    }

    /// <summary>Sends bytes and reads all that comes back until the connection ends.</summary>
    public async Task<RawResponse> SendRawAsync(byte[] request, bool isHead = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        var stream = client.GetStream();
        var sending = stream.WriteAsync(request).AsTask();
        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received);
            await sending;
        }
        catch (IOException)
        {
            // The server had answered and closed before it had read everything.
        }

        return RawResponse.Parse(received.ToArray(), isHead);
    }

    /// <summary>The next request that the log took note of.</summary>
    public async Task<RequestRecord> RecordAsync()
    {
        Assert.True(await _recorded.WaitAsync(TimeSpan.FromSeconds(10)), "No request was noted.");
        Assert.True(_records.TryDequeue(out var record));
        return record;
    }

    async ValueTask<DispatchResult> IDispatcher.DispatchAsync(VersionDeployment version, RequestKind kind, byte[] frame, CancellationToken cancellationToken)
    {
        var request = RequestFrameContent.Read(frame, version.Runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3);
        Dispatched.Enqueue(request);
        await Task.Yield();
        return App(request);
    }

    /// <summary>No instance runs, so none can be named.</summary>
    ValueTask<DispatchResult> IDispatcher.DispatchToAsync(VersionDeployment version, string instance, RequestKind kind, byte[] frame) =>
        ValueTask.FromResult(NumberedInstances.Unserved(instance, AppOutcome.Gone));

    void IRequestLog.Write(RequestRecord record)
    {
        _records.Enqueue(record);
        _recorded.Release();
    }

    ValueTask<VersionRoute> ISourceFreshness.CurrentAsync(VersionRoute version, CancellationToken cancellationToken)
    {
        FreshAsked++;
        return new(Fresh(version));
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _recorded.Dispose();
        _root.Delete(recursive: true);
    }
}
