using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Actors.Engine.Tests;

/// <summary>A host with the engine in it, whose time is moved by the test. Messages are copied unless a test is about speed or size.</summary>
internal sealed class Silo : IAsyncDisposable
{
    private readonly IHost _host;

    private Silo(IHost host, ManualTime time, List<string> log)
    {
        _host = host;
        Time = time;
        Log = log;
    }

    public ManualTime Time { get; }

    public List<string> Log { get; }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public GrainEngine Engine => _host.Services.GetRequiredService<GrainEngine>();

    public static async Task<Silo> StartAsync(Action<ISiloBuilder>? configure = null, bool copy = true)
    {
        var time = new ManualTime();
        var log = new List<string>();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Logging.AddProvider(new ListLogger(log));
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.Configure<EngineOptions>(o => o.CopyMessages = copy);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new Silo(host, time, log);
    }

    /// <summary>Returns when a turn that was queued after everything so far has run, or the grain is not active.</summary>
    public async Task Quiet(IAddressable grain)
    {
        if (!Engine.Directory.TryGet(grain.GetGrainId(), out var activation)) return;
        await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.None, activation);
        await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.None, activation);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
