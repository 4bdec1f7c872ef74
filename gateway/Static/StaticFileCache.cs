using System.Collections.Concurrent;
using Actors.Gateway.Compression;
using Microsoft.Win32.SafeHandles;

namespace Actors.Gateway.Static;

/// <summary>
/// Static files in memory: small ones whole, of larger ones what their headers need, and the gzip variants that clients asked for. An entry is compared with the disk (one look at its status) before every use while a
/// directory is being edited, and once a second for deployed versions, whose files nobody should touch. Entries never change but are replaced as a whole, so that what is held is counted exactly.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="budget">Bytes to keep. Over it, what was not used since the last time goes.</param>
internal sealed class StaticFileCache(TimeProvider time, long budget)
{
    // What an entry costs beside its content and its path, roughly.
    private const int EntryCost = 512;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(StaticRoot Root, string Path), StaticFile> _files = new();
    private readonly Lock _makingRoom = new();
    private long _held;

    /// <summary>Bytes that are held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Files that are known now.</summary>
    public int Count => _files.Count;

    /// <summary>The file, or null when there is none.</summary>
    /// <param name="root">The version's static files.</param>
    /// <param name="path">Relative to its directory.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="UnauthorizedAccessException">The gateway may not read it.</exception>
    public ValueTask<StaticFile?> FindAsync(StaticRoot root, string path, CancellationToken cancellationToken)
    {
        if (_files.TryGetValue((root, path), out var known))
        {
            var now = time.GetTimestamp();
            if ((!root.IsDevelopment && time.GetElapsedTime(known.CheckedAt, now) < Trusted) || IsUnchanged(root, path, known, now))
            {
                known.Used = true;
                return new(known);
            }
        }

        return ReadAsync(root, path, known, cancellationToken);
    }

    /// <summary>Opens a file that is not kept whole; null when it is not what it was, and then it is forgotten, to be found anew.</summary>
    /// <exception cref="UnauthorizedAccessException">The gateway may not read it.</exception>
    public SafeFileHandle? Open(StaticRoot root, string path, StaticFile file)
    {
        var handle = StaticTree.Open(root.Directory, path, root.IsDevelopment);
        if (handle is not null && StaticTree.StampOf(handle) == file.Stamp)
            return handle;
        handle?.Dispose();
        Remove(root, path, file);
        return null;
    }

    /// <summary>The file with its gzip variant if it is worth one. The first who ask wait while it is made, away from the threads that serve; later the file comes with it.</summary>
    public Task<StaticFile> CompressAsync(StaticRoot root, string path, StaticFile file) =>
        file.CompressOnce(() => Task.Run(async () =>
        {
            if ((file.Content ?? await ReadWholeAsync(root, path, file)) is not { } content)
                return file;
            var with = file.With(Gzip.TryCompress(content, Gzip.Kept), path);
            if (_files.TryUpdate((root, path), with, file))
                Grow(Cost(path, with) - Cost(path, file));
            return with;
        }));

    /// <summary>All of a file that is not kept whole; null when it is not what its tag says any more.</summary>
    private async Task<byte[]?> ReadWholeAsync(StaticRoot root, string path, StaticFile file)
    {
        try
        {
            using var handle = Open(root, path, file);
            if (handle is null)
                return null;
            var content = GC.AllocateUninitializedArray<byte>((int)file.Length);
            for (var read = 0; read < content.Length;)
            {
                var count = await RandomAccess.ReadAsync(handle, content.AsMemory(read), read);
                if (count == 0)
                    return null;
                read += count;
            }

            return StaticFile.TagOf(content) == file.ETag ? content : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async ValueTask<StaticFile?> ReadAsync(StaticRoot root, string path, StaticFile? known, CancellationToken cancellationToken)
    {
        if (known is not null)
            Remove(root, path, known);
        if (root.Skips(path))
            return null;
        using var handle = StaticTree.Open(root.Directory, path, root.IsDevelopment);
        if (handle is null)
            return null;

        // A file and its variant together must leave room for others.
        var file = await StaticFile.ReadAsync(handle, path, budget / 4, time.GetTimestamp(), cancellationToken);
        if (_files.TryAdd((root, path), file))
            Grow(Cost(path, file));
        return file;
    }

    private static bool IsUnchanged(StaticRoot root, string path, StaticFile known, long now)
    {
        if (StaticTree.StampOf(root.Directory, path) != known.Stamp)
            return false;
        known.CheckedAt = now;
        return true;
    }

    private void Remove(StaticRoot root, string path, StaticFile file)
    {
        if (_files.TryRemove(new KeyValuePair<(StaticRoot, string), StaticFile>((root, path), file)))
            Interlocked.Add(ref _held, -Cost(path, file));
    }

    private void Grow(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > budget)
            MakeRoom();
    }

    /// <summary>Second chance: what was used since the last time stays and loses its mark; then, where that was not enough, whatever comes first.</summary>
    private void MakeRoom()
    {
        lock (_makingRoom)
        {
            foreach (var sparing in (ReadOnlySpan<bool>)[true, false])
            {
                foreach (var entry in _files)
                {
                    if (Held <= budget / 4 * 3)
                        return;
                    if (sparing && entry.Value.Used)
                        entry.Value.Used = false;
                    else
                        Remove(entry.Key.Root, entry.Key.Path, entry.Value);
                }
            }
        }
    }

    private static long Cost(string path, StaticFile file) => EntryCost + (2L * path.Length) + (file.Content?.Length ?? 0) + (file.Variant?.Content.Length ?? 0);
}
