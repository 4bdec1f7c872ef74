using Microsoft.Extensions.Hosting;

namespace Actors.Engine.Hosting;

/// <summary>Starts the engine with its host, and ends all grains when the host stops.</summary>
internal sealed class EngineService(GrainEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        engine.Start();
        engine.Log.Started(engine.Copier is null ? "" : ", copying every message");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
