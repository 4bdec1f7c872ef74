using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>Accepts the connections that zygotes open for workers, and pairs each with its spawn.</summary>
internal sealed class WorkerListener : IAsyncDisposable
{
    private const int HelloSize = 16;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<long, PendingSpawn> _spawns = new();
    private readonly ConcurrentDictionary<int, byte> _zygotes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    public WorkerListener(string path, TimeProvider time, ILogger<WorkerListener> log)
    {
        _log = log;
        _time = time;
        Path = path;
        File.Delete(path);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen(4096);
        _accepting = AcceptAsync();
    }

    /// <summary>Where zygotes connect to.</summary>
    public string Path { get; }

    /// <summary>From now on this process may connect.</summary>
    public void Trust(int zygotePid) => _zygotes[zygotePid] = 0;

    /// <summary>This process may not connect any more.</summary>
    public void Distrust(int zygotePid) => _zygotes.TryRemove(zygotePid, out _);

    /// <summary>From now on connections for this spawn are taken.</summary>
    public void Expect(PendingSpawn spawn) => _spawns[spawn.Id] = spawn;

    /// <summary>No more connections for this spawn are taken.</summary>
    public void Forget(PendingSpawn spawn) => _spawns.TryRemove(spawn.Id, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        File.Delete(Path);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException || _stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of descriptors, most likely: the connection stays in the queue, and trying at once would spin.
                RuntimeLog.ConnectionRefused(_log, failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            _ = PairAsync(connection);
        }
    }

    private async Task PairAsync(Socket connection)
    {
        try
        {
            var reason = await RefusalAsync(connection).ConfigureAwait(false);
            if (reason is null)
            {
                return;
            }

            RuntimeLog.ConnectionRefused(_log, reason);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            RuntimeLog.ConnectionRefused(_log, failure.Message);
        }

        connection.Dispose();
    }

    // Null: the connection was paired.
    private async Task<string?> RefusalAsync(Socket connection)
    {
        var credentials = new byte[12];
        connection.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var pid = BinaryPrimitives.ReadInt32LittleEndian(credentials);
        if (!_zygotes.ContainsKey(pid))
        {
            return $"process {pid} is no zygote";
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        var hello = new byte[HelloSize];
        for (var got = 0; got < HelloSize;)
        {
            var count = await connection.ReceiveAsync(hello.AsMemory(got), limit.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return "it ended before it had said what it is for";
            }

            got += count;
        }

        var id = (long)BinaryPrimitives.ReadUInt64LittleEndian(hello);
        var index = BinaryPrimitives.ReadUInt32LittleEndian(hello.AsSpan(8));
        return _spawns.TryGetValue(id, out var spawn) && spawn.Offer(index, connection) ? null : $"spawn {id} does not wait for connection {index}";
    }
}
