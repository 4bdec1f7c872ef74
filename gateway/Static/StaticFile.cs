using System.Security.Cryptography;
using Actors.Gateway.Compression;
using Microsoft.Win32.SafeHandles;

namespace Actors.Gateway.Static;

/// <summary>A static file as it was when it was last looked at. Immutable, but for the marks of its use; what becomes known later (<see cref="Variant"/>) makes a new one.</summary>
internal sealed class StaticFile
{
    /// <summary>Files up to this size are kept whole.</summary>
    public const int LargestKept = 1024 * 1024;

    /// <summary>Files up to this size are compressed; larger ones would keep a core busy for a second, and are rarely text.</summary>
    public const int LargestCompressed = 8 * 1024 * 1024;

    private readonly Lock _starting = new();
    private Task<StaticFile>? _compressing;

    private StaticFile(string path, FileStamp stamp, byte[]? content, string etag, long checkedAt)
    {
        (Stamp, Content, ETag, CheckedAt) = (stamp, content, etag, checkedAt);
        ContentType = ContentTypes.Of(path);
        IsText = TextTypes.Contain(ContentType);
    }

    /// <summary>The state of the file on disk.</summary>
    public FileStamp Stamp { get; }

    /// <summary>The bytes, or null when the file is too large to be kept.</summary>
    public byte[]? Content { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => Stamp.Length;

    /// <summary>Strong: made of the content, so it survives deployments that do not touch the file. Quoted.</summary>
    public string ETag { get; }

    /// <summary>The type that goes with its extension.</summary>
    public string ContentType { get; }

    /// <summary><see cref="ContentType"/> is text.</summary>
    public bool IsText { get; }

    /// <summary>The gzip variant, or null: not asked for yet, or not worth it.</summary>
    public GzipVariant? Variant { get; private init; }

    /// <summary>There will be no gzip variant: too small, too large, or it did not become smaller.</summary>
    public bool IsPlainOnly { get; private init; }

    /// <summary>When it was last compared with the disk, in ticks of the time provider.</summary>
    public long CheckedAt { get; set; }

    /// <summary>It was used since the cache last made room.</summary>
    public bool Used { get; set; } = true;

    /// <summary>Reads a file once: its content where that is to be kept, and its hash in any case.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="path">Its path, which says its type.</param>
    /// <param name="largestCompressed">Bytes above which it has no gzip variant; <see cref="LargestCompressed"/> is the most.</param>
    /// <param name="now">Ticks of the time provider.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public static async ValueTask<StaticFile> ReadAsync(SafeFileHandle handle, string path, long largestCompressed, long now, CancellationToken cancellationToken)
    {
        // Looked at before reading: a change meanwhile shows the next time it is compared with the disk.
        var stamp = StaticTree.StampOf(handle) ?? throw new IOException("A static file is gone.");
        var length = stamp.Length;
        var whole = length <= LargestKept;
        var buffer = GC.AllocateUninitializedArray<byte>(whole ? (int)length : 128 * 1024);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long read = 0;
        while (read < length)
        {
            var room = whole ? buffer.AsMemory((int)read) : buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - read));
            var count = await RandomAccess.ReadAsync(handle, room, read, cancellationToken);
            if (count == 0)
                throw new IOException("A static file became shorter while it was read.");
            hash.AppendData(room.Span[..count]);
            read += count;
        }

        return new StaticFile(path, stamp, whole ? buffer : null, Tag(hash.GetHashAndReset()), now)
        {
            IsPlainOnly = length < Gzip.MinLength || length > Math.Min(LargestCompressed, largestCompressed),
        };
    }

    /// <summary>The tag of a content.</summary>
    public static string TagOf(ReadOnlySpan<byte> content) => Tag(SHA256.HashData(content));

    /// <summary>The same file with its gzip variant, or with the knowledge that it has none.</summary>
    public StaticFile With(ReadOnlyMemory<byte>? compressed, string path) => new(path, Stamp, Content, ETag, CheckedAt)
    {
        Used = Used,
        Variant = compressed is { } content ? new GzipVariant(content.ToArray(), $"{ETag[..^1]}-gz\"") : null,
        IsPlainOnly = compressed is null,
    };

    /// <summary>Compresses once, however many ask at the same time.</summary>
    public Task<StaticFile> CompressOnce(Func<Task<StaticFile>> compress)
    {
        lock (_starting)
            return _compressing ??= compress();
    }

    private static string Tag(ReadOnlySpan<byte> hash) => $"\"{Convert.ToHexStringLower(hash[..12])}\"";
}

/// <summary>A file's gzip variant.</summary>
/// <param name="Content">The compressed bytes.</param>
/// <param name="ETag">Strong; another one than the file's own, because the bytes are others.</param>
internal sealed record GzipVariant(ReadOnlyMemory<byte> Content, string ETag);
