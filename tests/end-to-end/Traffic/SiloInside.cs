using System.Net;
using System.Net.Sockets;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Grains;
using Actors.Runtimes;
using Actors.Runtimes.Limits;
using Actors.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Actors.EndToEnd.Tests.Traffic;

/// <summary>A whole silo inside the test's process, so that the test can ask its grains; sockets, workers and the database are real.</summary>
internal sealed class SiloInside : IAsyncDisposable
{
    private readonly string _data;
    private readonly bool _keepsData;
    private readonly AppServices _services;
    private readonly PythonRuntimes _runtimes;
    private readonly WebApplication _host;

    private SiloInside(string data, bool keepsData, AppServices services, PythonRuntimes runtimes, WebApplication host) =>
        (_data, _keepsData, _services, _runtimes, _host) = (data, keepsData, services, runtimes, host);

    public CurrentRoutes Routes => _host.Services.GetRequiredService<CurrentRoutes>();

    private int Port => _host.Services.GetRequiredService<ServedPorts>().Http;

    public IAppGrain App(string id) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAppGrain>(id);

    /// <summary>Starts a silo.</summary>
    /// <param name="apps">Directories.</param>
    /// <param name="data">A data directory that stays, or null for one that goes with the silo.</param>
    public static async Task<SiloInside> StartAsync(IReadOnlyList<string> apps, string? data = null)
    {
        var directory = data ?? NewData();
        var given = new Dictionary<string, string?> { ["Gateway:Port"] = $"{SiloProcess.FreePort()}", ["Admin:Port"] = $"{SiloProcess.FreePort()}", ["Gateway:RequestLog"] = "false", ["Logging:LogLevel:Default"] = "Error" };
        var settings = new ConfigurationBuilder().AddConfiguration(Settings.Read(new ServeArguments(apps, null, null, null, null, directory, null))).AddInMemoryCollection(given).Build();
        var options = Settings.Check(settings);
        DataDirectory.Prepare(options.DataDirectory);
        var services = new AppServices(settings, OpenFiles.Unlimited, TimeProvider.System, NullLoggerFactory.Instance);
        var runtimes = await PythonRuntimes.StartAsync(options, services.Registry, OpenFiles.Unlimited, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var host = SiloHost.Build(settings, runtimes, options, OpenFiles.Unlimited);
        await host.StartAsync();
        await Serving.DeployAsync(host.Services, Serving.ReadApps(apps)!);
        return new SiloInside(directory, data is not null, services, runtimes, host);
    }

    public static string NewData()
    {
        var data = Directory.CreateTempSubdirectory("actors-test-").FullName;
        File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("755", 8));
        return data;
    }

    /// <summary>A client that keeps its connections.</summary>
    public HttpClient Client(string name) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new Uri($"http://{name}.localhost:{Port}"), Timeout = TimeSpan.FromSeconds(30) };

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await _runtimes.DisposeAsync();
        _services.Dispose();
        if (!_keepsData)
            Directory.Delete(_data, recursive: true);
    }
}
