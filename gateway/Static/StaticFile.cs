using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Actors.Gateway.Static;

/// <summary>A static file as it was when it was last looked at. Immutable, but for the mark of its use.</summary>
internal sealed class StaticFile
{
    private StaticFile(byte[]? content, long length, DateTime changed, string etag, long checkedAt) =>
        (Content, Length, Changed, ETag, CheckedAt) = (content, length, changed, etag, checkedAt);

    /// <summary>The bytes, or null when the file is too large to be kept.</summary>
    public byte[]? Content { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>When it was changed last, as the file system says.</summary>
    public DateTime Changed { get; }

    /// <summary>Strong: made of the content, so it survives deployments that do not touch the file. Quoted.</summary>
    public string ETag { get; }

    /// <summary>When it was last compared with the disk, in ticks of the time provider.</summary>
    public long CheckedAt { get; set; }

    /// <summary>It was used since the cache last made room.</summary>
    public bool Used { get; set; } = true;

    /// <summary>Reads a file once: its content where that is to be kept, and its hash in any case.</summary>
    public static async ValueTask<StaticFile> ReadAsync(SafeFileHandle handle, int keepUpTo, long now, CancellationToken cancellationToken)
    {
        var length = RandomAccess.GetLength(handle);
        var changed = File.GetLastWriteTimeUtc(handle);
        var whole = length <= keepUpTo;
        var buffer = GC.AllocateUninitializedArray<byte>(whole ? (int)length : 128 * 1024);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long read = 0;
        while (read < length)
        {
            var count = await RandomAccess.ReadAsync(handle, whole ? buffer.AsMemory((int)read) : buffer, read, cancellationToken);
            if (count == 0)
                throw new IOException("A static file became shorter while it was read.");
            hash.AppendData(buffer.AsSpan(whole ? (int)read : 0, count));
            read += count;
        }

        return new StaticFile(whole ? buffer : null, length, changed, $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12))}\"", now);
    }
}
