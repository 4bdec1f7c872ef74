using System.Buffers;

namespace Actors.Gateway.Logging;

/// <summary>The request log on the console. A console that does not keep up costs records, which are counted and said, never time.</summary>
internal sealed class ConsoleRequestLog(Stream output, IRequestFormat format, TimeProvider time) : BatchedRequestLog(TimeSpan.FromMilliseconds(10), time)
{
    private const int FlushAt = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);

    protected override bool Take(RequestRecord record)
    {
        format.Write(record, _buffer);
        return _buffer.WrittenCount >= FlushAt;
    }

    protected override void TakeDropped(long dropped, DateTimeOffset now) => format.WriteDropped(dropped, now, _buffer);

    protected override async ValueTask FlushAsync()
    {
        try
        {
            await output.WriteAsync(_buffer.WrittenMemory);
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody reads any more (a closed pipe): requests go on.
        }

        _buffer.ResetWrittenCount();
    }
}
