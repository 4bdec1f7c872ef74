namespace Actors.Runtimes.CodeTrees;

/// <summary>Counts what changes under one source directory; see <see cref="SourceWatches"/>.</summary>
public sealed class SourceWatch : IDisposable
{
    private readonly SourceWatches _all;
    private volatile bool _blind;
    private long _changes;

    internal SourceWatch(SourceWatches all) => _all = all;

    /// <summary>Whether the kernel would not watch all of it; then <see cref="Changes"/> always finds one, and the look at all files decides.</summary>
    public bool IsBlind => _blind;

    /// <summary>Watches a directory (not what is in its subdirectories) or a file; links are followed. Watching one twice is watching it once.</summary>
    public void Add(string path)
    {
        if (!_blind && !_all.Add(path, this))
            _blind = true;
    }

    /// <summary>A number that has grown when anything has changed since it was last asked for; an overflow of the kernel's queue counts as a change. Takes no lock.</summary>
    public long Changes()
    {
        if (_blind)
            return Interlocked.Increment(ref _changes);
        _all.TakeWhatThereIs();
        return Volatile.Read(ref _changes);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _all.Remove(this);

    internal void Mark() => Interlocked.Increment(ref _changes);
}
