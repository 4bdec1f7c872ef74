using Microsoft.Extensions.Hosting;

namespace Actors.Gateway.Logging;

/// <summary>All request logs of a gateway. Started before the server and stopped after it, so that the last requests are noted too.</summary>
internal sealed class RequestLogs(IReadOnlyList<BatchedRequestLog> logs) : IHostedService, IRequestLog, IDisposable
{
    private readonly BatchedRequestLog[] _logs = [.. logs];

    /// <inheritdoc/>
    public void Write(RequestRecord record)
    {
        foreach (var log in _logs)
            log.Write(record);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(_logs.Select(log => log.StartAsync(cancellationToken)));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_logs.Select(log => log.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var log in _logs)
            log.Dispose();
    }
}
