using System.Collections.Concurrent;

namespace Actors.Gateway.Static;

/// <summary>
/// Static files in memory: small ones whole, of larger ones what their headers need. An entry is compared with the disk (one stat) before every use while a directory
/// is being edited, and once a second for deployed versions, whose files nobody should touch.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="budget">Bytes of content to keep. Over it, what was not used since the last time goes.</param>
internal sealed class StaticFileCache(TimeProvider time, long budget)
{
    /// <summary>Files up to this size are kept whole.</summary>
    public const int LargestKept = 1024 * 1024;

    // What an entry costs beside its content, roughly.
    private const int EntryCost = 512;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(string Root, string Path), StaticFile> _files = new();
    private readonly Lock _makingRoom = new();
    private long _held;

    /// <summary>Bytes that are held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>The file, or null when there is none.</summary>
    /// <param name="root">The version's static tree.</param>
    /// <param name="path">Relative to it.</param>
    /// <param name="development">Compare with the disk in any case.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public ValueTask<StaticFile?> FindAsync(string root, string path, bool development, CancellationToken cancellationToken)
    {
        if (_files.TryGetValue((root, path), out var known))
        {
            var now = time.GetTimestamp();
            if ((!development && time.GetElapsedTime(known.CheckedAt, now) < Trusted) || IsUnchanged(root, path, known, now))
            {
                known.Used = true;
                return new(known);
            }
        }

        return ReadAsync(root, path, known, development, cancellationToken);
    }

    private async ValueTask<StaticFile?> ReadAsync(string root, string path, StaticFile? known, bool development, CancellationToken cancellationToken)
    {
        if (known is not null && _files.TryRemove(new KeyValuePair<(string, string), StaticFile>((root, path), known)))
            Interlocked.Add(ref _held, -Cost(known));
        using var handle = StaticTree.Open(root, path, followOut: development);
        if (handle is null)
            return null;
        var file = await StaticFile.ReadAsync(handle, LargestKept, time.GetTimestamp(), cancellationToken);
        if (_files.TryAdd((root, path), file) && Interlocked.Add(ref _held, Cost(file)) > budget)
            MakeRoom();
        return file;
    }

    private static bool IsUnchanged(string root, string path, StaticFile known, long now)
    {
        var info = new FileInfo(Path.Join(root, path));
        if (!info.Exists || info.Length != known.Length || info.LastWriteTimeUtc != known.Changed)
            return false;
        known.CheckedAt = now;
        return true;
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
                    else if (_files.TryRemove(entry))
                        Interlocked.Add(ref _held, -Cost(entry.Value));
                }
            }
        }
    }

    private static long Cost(StaticFile file) => EntryCost + (file.Content?.Length ?? 0);
}
