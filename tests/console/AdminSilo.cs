using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Actors.Cron;
using Actors.Engine;
using Actors.Engine.Tests;
using Actors.Gateway.Tests.Dispatching;
using Actors.Grains;
using Actors.Grains.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Console.Tests;

/// <summary>The admin API on a real socket, over the real grains with workers that are only objects, in a time that the test moves.</summary>
internal sealed class AdminSilo : IAsyncDisposable
{
    private readonly WebApplication _host;

    private AdminSilo(WebApplication host, ManualTime time)
    {
        _host = host;
        Time = time;
        Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public ManualTime Time { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IReadOnlyList<Endpoint> Endpoints => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(static endpoint => (RouteEndpoint)endpoint)
        .Select(static endpoint => new Endpoint(endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0])).ToArray();

    /// <summary>Starts it with these versions deployed, each <c>app/service/version</c>.</summary>
    public static async Task<AdminSilo> StartAsync(string[] versions, Action<AdminOptions>? set = null)
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromDays(20_000));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IWorkerSpawner>(new Spawner());
        builder.UseOrleans(static silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.Configure<EngineOptions>(static options => options.CopyMessages = true);
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainStorageNames.Grains, new NoStorage());
        });
        builder.Services.AddGrainOptions();
        builder.Services.AddAdminApi();
        builder.Services.AddSingleton<IServedApps, AllButForgotten>();
        builder.Services.AddSingleton<CronService>(static _ => throw new InvalidOperationException("There is no cron here."));
        builder.Services.Configure<AdminOptions>(options => set?.Invoke(options));
        var host = builder.Build();
        host.MapAdminApi();
        await host.StartAsync();
        var silo = new AdminSilo(host, time);
        foreach (var version in versions)
            await silo.DeployAsync(version);
        return silo;
    }

    public async Task DeployAsync(string key)
    {
        var parts = key.Split('/');
        await Grains.GetGrain<IAppDirectoryGrain>(IAppDirectoryGrain.Key).Register(parts[0]);
        await Grains.GetGrain<IAppGrain>(parts[0]).Deploy(
            new VersionDeployment
            {
                App = parts[0], Service = parts[1], Version = parts[2], Generation = 0, Configuration = "", Runtime = "python3", MaxConcurrentRequests = 10,
                EnvVariables = new Dictionary<string, string>(), CodeTree = "/nowhere", StaticTree = "/nowhere",
            },
            null);
    }

    /// <summary>Asks for an instance, as a gateway with a request does.</summary>
    public Task<SlotGrant> AcquireAsync(string key) => Grains.GetGrain<IVersionGrain>(key).Acquire("gateway", RequestKind.User, long.MaxValue);

    public async Task<JsonElement> GetAsync(string path) => await (await Client.GetAsync(path)).Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Sends a request; headers are <c>Name: value</c>.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? body = null, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", response.Headers.ETag?.ToString(), text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    /// <summary>What was answered.</summary>
    internal sealed record Answer(int Status, string ContentType, string? ETag, JsonElement Body)
    {
        public string Detail => Body.GetProperty("detail").GetString()!;

        /// <summary>Fails unless it is a problem of this status, and returns its sentence.</summary>
        public string Problem(int status)
        {
            Assert.Equal(status, Status);
            Assert.Equal("application/problem+json", ContentType);
            Assert.Equal(status, Body.GetProperty("status").GetInt32());
            return Detail;
        }
    }

    /// <summary>A mapped endpoint.</summary>
    internal sealed record Endpoint(string Path, string Method)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Path}");
    }

    private sealed class Spawner : IWorkerSpawner
    {
        public Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken) => Task.FromResult<IWorker>(new FakeWorker { Start = start });
    }

    private sealed class NoStorage : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }

    // As a silo that was started without the app `forgotten`.
    private sealed class AllButForgotten : IServedApps
    {
        public bool Serves(string app) => app != "forgotten";
    }
}
