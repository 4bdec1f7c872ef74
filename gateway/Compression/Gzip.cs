using System.IO.Compression;

namespace Actors.Gateway.Compression;

/// <summary>Compresses bodies.</summary>
internal static class Gzip
{
    /// <summary>Bodies below this many bytes stay as they are: they fit into one packet with their headers either way, and what compressing saves is less than what it costs.</summary>
    public const int MinLength = 256;

    /// <summary>For what is sent once: most of the gain for a fraction of the work of higher levels.</summary>
    public const CompressionLevel Once = CompressionLevel.Fastest;

    /// <summary>For what is kept and sent often.</summary>
    public const CompressionLevel Kept = CompressionLevel.SmallestSize;

    /// <summary>The body as one gzip member, the same bytes for the same body (there is no time in it); null where compressing does not make it smaller or it is below <see cref="MinLength"/>.
    /// Takes a core for about 10 ms per MiB at <see cref="Once"/>, several times that at <see cref="Kept"/>.</summary>
    /// <param name="body">What to compress.</param>
    /// <param name="level"><see cref="Once"/> or <see cref="Kept"/>.</param>
    public static ReadOnlyMemory<byte>? TryCompress(ReadOnlyMemory<byte> body, CompressionLevel level)
    {
        if (body.Length < MinLength)
            return null;
        var compressed = new MemoryStream(Math.Max(128, body.Length / 4));
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true))
            gzip.Write(body.Span);
        if (compressed.Length >= body.Length)
            return null;
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
