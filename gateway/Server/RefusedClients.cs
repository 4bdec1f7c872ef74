using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Server;

/// <summary>Counts the connections that were closed for want of room, and tells of them at once and then once a minute: a crowd is not to fill the log.</summary>
internal sealed class RefusedClients(string server, long most, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _told;
    private long _untold;

    public void Note()
    {
        long refused;
        lock (_lock)
        {
            _untold++;
            if (_told is { } last && time.GetElapsedTime(last) < Silence)
                return;
            _told = time.GetTimestamp();
            (refused, _untold) = (_untold, 0);
        }

        new GatewayLog(log).ClientsRefused(server, most, refused);
    }
}
