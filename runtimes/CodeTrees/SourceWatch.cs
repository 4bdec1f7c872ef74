namespace Actors.Runtimes.CodeTrees;

/// <summary>Tells whether anything changed under one source directory since it was last asked; see <see cref="SourceWatches"/>.</summary>
public sealed class SourceWatch : IDisposable
{
    private readonly SourceWatches _all;
    private volatile bool _blind;
    private int _changed;

    internal SourceWatch(SourceWatches all) => _all = all;

    /// <summary>Whether the kernel would not watch all of it; then <see cref="Changed"/> always says yes, and the look at all files decides.</summary>
    public bool IsBlind => _blind;

    /// <summary>Watches a directory (not what is in its subdirectories) or a file; links are followed. Watching one twice is watching it once.</summary>
    public void Add(string path)
    {
        if (!_blind && !_all.Add(path, this))
            _blind = true;
    }

    /// <summary>Whether anything has changed since the last call, as far as it is known; an overflow of the kernel's queue counts as a change.</summary>
    public bool Changed()
    {
        if (_blind)
            return true;
        _all.Take();
        return Interlocked.Exchange(ref _changed, 0) != 0;
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _all.Remove(this);

    internal void Mark() => Volatile.Write(ref _changed, 1);
}
