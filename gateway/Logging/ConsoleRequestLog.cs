using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Actors.Gateway.Logging;

/// <summary>
/// The request log on the console. Requests put their record into a bounded channel and are done; one writer formats what has gathered into a large buffer and
/// writes it at once. A console that does not keep up costs records, which are counted and said, never time.
/// </summary>
internal sealed class ConsoleRequestLog : IHostedService, IRequestLog, IDisposable
{
    /// <summary>Records that may wait to be written.</summary>
    public const int Capacity = 64 * 1024;

    // While there is much to write, so many milliseconds gather in one piece: waking the writer for each request would cost more than writing.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private const int FlushAt = 64 * 1024;

    private readonly Channel<RequestRecord> _records = Channel.CreateBounded<RequestRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly Stream _output;
    private readonly RequestLineFormat _format;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;
    private long _dropped;

    public ConsoleRequestLog(Stream output, RequestLineFormat format, TimeProvider time) => (_output, _format, _time) = (output, format, time);

    /// <inheritdoc/>
    public void Write(RequestRecord record)
    {
        if (!_records.Writer.TryWrite(record))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Begins to write, off the thread that starts the host: a console may block.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Writes what is left, then ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _records.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _writing.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task WriteAllAsync()
    {
        var reader = _records.Reader;
        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            while (reader.TryRead(out var record))
            {
                _format.Write(record, _buffer);
                if (_buffer.WrittenCount >= FlushAt)
                    await FlushAsync();
            }

            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                _format.WriteDropped(dropped, _buffer);
            await FlushAsync();
            if (!reader.Completion.IsCompleted)
                await Task.Delay(Gathering, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask FlushAsync()
    {
        try
        {
            await _output.WriteAsync(_buffer.WrittenMemory);
            await _output.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody reads any more (a closed pipe): requests go on.
        }

        _buffer.ResetWrittenCount();
    }
}
