using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Actors.Gateway.Logging;

/// <summary>
/// A request log that costs requests one entry in a queue, without a lock:
/// <code>
/// requests -> queue -> one writer: formats what has gathered -> one write for all of it
///              full? -> counted, and the count is written as a line
/// </code>
/// The writer sleeps while there is nothing; the first request wakes it, those that follow gather until it comes round again.
/// </summary>
internal abstract class BatchedRequestLog(TimeSpan gathering, TimeProvider time) : IHostedService, IRequestLog, IDisposable
{
    /// <summary>Records that may wait to be written.</summary>
    public const int Capacity = 64 * 1024;

    /// <summary>Characters that large records (<see cref="Large"/> and more) may hold while they wait.</summary>
    public const long CapacityInCharacters = 32 * 1024 * 1024;

    /// <summary>Smaller records are not weighed: the most that can wait is little enough.</summary>
    public const int Large = 1024;

    private const int MostPatience = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentQueue<RequestRecord> _records = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private int _waiting;
    private int _asleep;
    private volatile bool _ended;
    private Task _writing = Task.CompletedTask;
    private long _dropped;
    private long _characters;
    private long _taken;

    /// <inheritdoc/>
    public void Write(RequestRecord record)
    {
        var characters = record.Characters;
        if (characters >= Large && Interlocked.Add(ref _characters, characters) > CapacityInCharacters)
        {
            Interlocked.Add(ref _characters, -characters);
            Interlocked.Increment(ref _dropped);
        }
        else if (_ended || Interlocked.Increment(ref _waiting) > Capacity)
        {
            if (!_ended)
                Interlocked.Decrement(ref _waiting);
            Forget(characters);
            Interlocked.Increment(ref _dropped);
        }
        else
        {
            _records.Enqueue(record);
            Wake();
        }
    }

    /// <summary>Begins to write, off the thread that starts the host: consoles and disks may block.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Writes what is left, then ends. Also where the time for a stop is over: what has ended by then is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ended = true;
        Wake();
        await _stopping.CancelAsync();
        var taken = -1L;
        for (var waits = 0; !_writing.IsCompleted && taken != Interlocked.Read(ref _taken) && waits < MostPatience; waits++)
        {
            // Slow is waited for. Where nothing moves nobody takes what is written, as with a full disk or a terminal that is held: a stop does not wait for that.
            taken = Interlocked.Read(ref _taken);
            await _writing.WaitAsync(Patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_writing.IsCompleted)
            await _writing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _wake.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Formats a record.</summary>
    /// <returns>True when enough has gathered to be written.</returns>
    protected abstract bool Take(RequestRecord record);

    /// <summary>Formats how many records were left out.</summary>
    protected abstract void TakeDropped(long dropped, DateTimeOffset now);

    /// <summary>Writes what has gathered; does not throw where the outside world is at fault.</summary>
    protected abstract ValueTask FlushAsync();

    private async Task WriteAllAsync()
    {
        while (true)
        {
            // Said before looking: whoever comes after the look sees that the writer sleeps.
            Volatile.Write(ref _asleep, 1);
            Interlocked.MemoryBarrier();
            if (_records.IsEmpty && !_ended)
                await _wake.WaitAsync(CancellationToken.None);
            else if (Interlocked.Exchange(ref _asleep, 0) == 0)
                await _wake.WaitAsync(CancellationToken.None); // somebody woke the writer just now
            var isLast = _ended;
            while (_records.TryDequeue(out var record))
            {
                Interlocked.Decrement(ref _waiting);
                Forget(record.Characters);
                if (Take(record))
                    await FlushAsync();
                Interlocked.Increment(ref _taken);
            }

            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                TakeDropped(dropped, time.GetUtcNow());
            await FlushAsync();
            if (isLast)
                return;

            // While there is much to write, it gathers to one piece: waking the writer for each request would cost more than writing.
            await Task.Delay(gathering, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            _wake.Release();
    }

    private void Forget(long characters)
    {
        if (characters >= Large)
            Interlocked.Add(ref _characters, -characters);
    }
}
