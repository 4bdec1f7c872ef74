namespace Actors.Services.UrlFetch;

/// <summary>A response's body, read up to a limit.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Truncated">There was more.</param>
internal readonly record struct FetchBody(ReadOnlyMemory<byte> Content, bool Truncated)
{
    // A server may announce what it never sends.
    private const int First = 16 * 1024;

    /// <summary>Reads a stream to its end or to the limit. What a compressed stream expands to is looked at while it expands.</summary>
    /// <exception cref="FetchException">The app holds too much memory. What was counted in <paramref name="held"/> is the caller's to give back.</exception>
    public static async Task<FetchBody> ReadAsync(Stream stream, int limit, HeldBytes held, CancellationToken cancellationToken)
    {
        var buffer = Array.Empty<byte>();
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (filled == limit)
                    return new FetchBody(buffer, await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0);
                var larger = Math.Min(limit, Math.Max(First, buffer.Length * 2));
                held.Add(larger - buffer.Length);
                Array.Resize(ref buffer, larger);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return new FetchBody(buffer.AsMemory(0, filled), false);
            filled += read;
        }
    }
}

/// <summary>Bytes that one fetch holds; given back together.</summary>
internal sealed class HeldBytes(AppUsage usage) : IDisposable
{
    private long _bytes;

    /// <summary>Holds more.</summary>
    /// <exception cref="FetchException">The app holds too much.</exception>
    public void Add(long bytes)
    {
        usage.Buffer(bytes);
        _bytes += bytes;
    }

    public void Dispose() => usage.Buffer(-_bytes);
}
