using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Zygotes;

/// <summary>Frames over a pair of streams, off the hot path: a zygote's pipes, a worker's control connection.</summary>
/// <param name="input">What is read from.</param>
/// <param name="output">What is written to.</param>
internal sealed class FrameStream(Stream input, Stream output) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly byte[] _header = new byte[FrameHeader.Size];

    /// <summary>Reads one frame; null at the end of the stream.</summary>
    /// <exception cref="FrameException">The header breaks a rule, or the stream ends within a frame.</exception>
    public async ValueTask<(FrameKind Kind, byte[] Body)?> ReadAsync(CancellationToken cancellationToken)
    {
        var got = await input.ReadAtLeastAsync(_header, FrameHeader.Size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (got < FrameHeader.Size)
        {
            return got == 0 ? null : throw new FrameException("A frame ends within its header.");
        }

        var header = FrameHeader.Read(_header);
        var body = new byte[header.Length];
        got = await input.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return got == body.Length ? (header.Kind, body) : throw new FrameException("A frame ends within its body.");
    }

    /// <summary>Writes one frame whole; callers take turns.</summary>
    public async Task WriteAsync(FrameKind kind, byte[] body, CancellationToken cancellationToken)
    {
        var frame = FrameHeader.Frame(kind, body);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not cancelled half-way: the rest of a frame would be missing.
            await output.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Closes both streams.</summary>
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
    }
}
