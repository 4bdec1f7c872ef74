using Actors.Storage.Schema;
using Microsoft.Extensions.Hosting;

namespace Actors.Storage;

/// <summary>Opens the database and upgrades its tables before any other service of the host starts, so that all of them find it ready.</summary>
internal sealed class StorageStartup(IDatabase database, SchemaUpgrader upgrader, IEnumerable<SchemaComponent> components) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        await upgrader.UpgradeAsync([.. components], cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
