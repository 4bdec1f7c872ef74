namespace Actors.Runtimes.Workers;

/// <summary>The request connections that are free. The one used last goes first, so that a worker with little work starts few threads.</summary>
/// <param name="connections">All of them; the first goes first.</param>
internal sealed class ConnectionStack(IReadOnlyList<RequestConnection> connections)
{
    private readonly Lock _lock = new();
    private readonly RequestConnection[] _free = [.. connections.Reverse()];
    private int _count = connections.Count;
    private TaskCompletionSource? _allFree;
    private bool _closed;

    /// <summary>Takes a connection; null when the worker is gone.</summary>
    /// <exception cref="InvalidOperationException">More requests than the worker has connections.</exception>
    public RequestConnection? Take()
    {
        lock (_lock)
        {
            return _closed ? null : _count > 0
                ? _free[--_count]
                : throw new InvalidOperationException($"A worker was given more than its {_free.Length} requests at a time.");
        }
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(RequestConnection connection)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _free[_count++] = connection;
                if (_count == _free.Length)
                {
                    _allFree?.TrySetResult();
                }

                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>
    /// The worker is gone. Free connections are closed; one that is in a request stays its request's, which learns from it whether the worker had read it, and disposes of it.
    /// </summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            for (; _count > 0; _count--)
            {
                _free[_count - 1].Dispose();
            }
        }
    }

    /// <summary>Completes when no request is under way.</summary>
    public Task WhenAllFree()
    {
        lock (_lock)
        {
            if (_count == _free.Length)
            {
                return Task.CompletedTask;
            }

            _allFree ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allFree.Task;
        }
    }
}
