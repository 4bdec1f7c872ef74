using System.Net.Sockets;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Zygotes;

/// <summary>A worker on its way: what has arrived of it so far, from its zygote's pipe and over the socket.</summary>
/// <param name="id">Names the spawn.</param>
/// <param name="connections">How many request connections it gets.</param>
internal sealed class PendingSpawn(long id, int connections) : IDisposable
{
    private const uint OutputIndex = 0xFFFFFFFF;
    private readonly Lock _lock = new();
    private readonly Socket?[] _sockets = new Socket?[connections + 2];
    private readonly TaskCompletionSource<SpawnedFrame> _spawned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = connections + 2;
    private bool _taken;

    /// <summary>Names the spawn.</summary>
    public long Id { get; } = id;

    /// <summary>How many request connections it gets.</summary>
    public int Connections { get; } = connections;

    /// <summary>Completes with the process id; fails with <see cref="ZygoteException"/>.</summary>
    public Task<SpawnedFrame> Spawned => _spawned.Task;

    /// <summary>Completes when all connections are there.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Completes with the wait status when the zygote has reaped the worker; is cancelled when the zygote is gone.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Takes a connection that said to be number <paramref name="index"/>; false when that place is not free.</summary>
    public bool Offer(uint index, Socket socket)
    {
        lock (_lock)
        {
            var place = index == OutputIndex ? _sockets.Length - 1 : (long)index;
            if (_taken || place >= _sockets.Length || (index != OutputIndex && place == _sockets.Length - 1) || _sockets[place] is not null)
            {
                return false;
            }

            _sockets[place] = socket;
            if (--_missing == 0)
            {
                _connected.SetResult();
            }

            return true;
        }
    }

    /// <summary>The zygote has forked.</summary>
    public void Forked(SpawnedFrame frame) => _spawned.TrySetResult(frame);

    /// <summary>The zygote could not, or is gone.</summary>
    public void Fail(Exception failure) => _spawned.TrySetException(failure);

    /// <summary>The zygote has reaped the worker.</summary>
    public void Reaped(int status) => _exited.TrySetResult(status);

    /// <summary>The zygote is gone: nobody will tell how the worker ended but the kernel.</summary>
    public void Orphaned() => _exited.TrySetCanceled();

    /// <summary>Hands the connections over: control, requests in order, output.</summary>
    public (Socket Control, Socket[] Requests, Socket Output) TakeConnections()
    {
        lock (_lock)
        {
            _taken = true;
            return (_sockets[0]!, [.. _sockets[1..^1].Select(socket => socket!)], _sockets[^1]!);
        }
    }

    /// <summary>Closes the connections unless they were taken.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_taken)
            {
                return;
            }

            _taken = true;
            foreach (var socket in _sockets)
            {
                socket?.Dispose();
            }
        }
    }
}
