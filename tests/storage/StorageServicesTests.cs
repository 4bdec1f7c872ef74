using Actors.Storage.GrainStates;
using Actors.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Storage.Tests;

public sealed class StorageServicesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("actors-storage").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Grain_storage_is_ready_when_the_other_services_start()
    {
        using var host = Build(new() { ["Storage:DataDirectory"] = _directory }, services => services.AddHostedService<WritesAtStart>());
        await host.StartAsync();
        await host.StopAsync();
        Assert.True(host.Services.GetServices<IHostedService>().OfType<WritesAtStart>().Single().Written);
    }

    [Fact]
    public async Task Wrong_options_stop_the_host_before_anything_is_created()
    {
        using var host = Build(new() { ["Storage:DataDirectory"] = Path.Combine(_directory, "data"), ["Storage:MaxWritesPerCommit"] = "-1" });
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("'Storage:MaxWritesPerCommit' is '-1'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public async Task A_postgresql_that_is_not_there_is_reported_with_a_sentence_and_without_the_password()
    {
        var options = new StorageOptions { ConnectionString = $"Host={_directory};Database=actors;Username=actors;Password=secret" };
        await using var database = new PostgreSqlDatabase(options, NullLogger<PostgreSqlDatabase>.Instance);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.OpenAsync(CancellationToken.None));
        Assert.StartsWith($"The PostgreSQL database 'actors' at '{_directory}' cannot be opened:", refusal.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    private static IHost Build(Dictionary<string, string?> settings, Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration, settings);
        // Before storage: order of registration must not matter.
        more?.Invoke(builder.Services);
        builder.Services.AddStorage().AddDatabaseGrainStorage("Default").AddDatabaseGrainStorage("second");
        return builder.Build();
    }

    private sealed class WritesAtStart([FromKeyedServices("Default")] IGrainStorage storage) : BackgroundService
    {
        public bool Written { get; private set; }

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            Assert.IsType<DatabaseGrainStorage>(storage);
            var held = new Held<TestState> { State = new TestState() };
            await storage.WriteStateAsync("state", GrainId.Create("version", "a/b/c"), held);
            Written = held.RecordExists;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
