using System.Net;
using Actors.Runtimes.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Server;

/// <summary>
/// The listeners of a server that has so many connections of clients at a time and not one more, over all its ports and addresses. Kestrel's own limit is one for each of them and is kept after a
/// connection was taken, when thousands may already have been taken beyond it: each has a descriptor, which others need.
/// </summary>
/// <param name="inner">Where connections come from.</param>
/// <param name="server">Whose connections they are, for the log: the beginning of a sentence.</param>
/// <param name="most">How many there are at a time.</param>
/// <param name="openFiles">Told of each.</param>
/// <param name="time">Says when the log may tell again of those that were closed.</param>
/// <param name="log">Told of those that were closed.</param>
public sealed class ClientListeners(IConnectionListenerFactory inner, string server, long most, OpenFiles openFiles, TimeProvider time, ILogger<ClientListeners> log) : IConnectionListenerFactory
{
    private readonly RefusedClients _refused = new(server, most, time, log);
    private long _open;

    /// <summary>Has the Kestrel of these services listen so, on sockets.</summary>
    public static void Use(IServiceCollection services, string server, long most, OpenFiles openFiles, TimeProvider time) =>
        services.AddSingleton<IConnectionListenerFactory>(provider => new ClientListeners(
            ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), server, most, openFiles, time, provider.GetRequiredService<ILoggerFactory>().CreateLogger<ClientListeners>()));

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken), this);

    private bool TryTake()
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            openFiles.ClientCame();
            return true;
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    private void Went()
    {
        openFiles.ClientWent();
        Interlocked.Decrement(ref _open);
    }

    private sealed class Listener(IConnectionListener inner, ClientListeners all) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken) is { } connection)
            {
                if (all.TryTake())
                    return new ClientConnection(connection, all.Went);

                // No other is taken before this one is gone.
                connection.Abort();
                await connection.DisposeAsync();
                all._refused.Note();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
