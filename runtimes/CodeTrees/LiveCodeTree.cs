namespace Actors.Runtimes.CodeTrees;

/// <summary>The code tree of a version that is served from the directory in which it is developed: asked before each request, it is up to date afterwards.</summary>
public sealed class LiveCodeTree : IDisposable
{
    private readonly SourceWatch _watch;
    private readonly CodeTree _tree;
    private readonly SemaphoreSlim _syncing = new(1, 1);
    private readonly Lock _lock = new();
    private long _changesSeen = 1;
    private long _changesSynced;
    private long _generation;

    /// <summary>Describes the tree; the first <see cref="RefreshAsync"/> materialises it.</summary>
    /// <param name="source">The directory that is developed in.</param>
    /// <param name="location">Where the tree is.</param>
    /// <param name="rules">What belongs to it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="watches">The silo's watches.</param>
    public LiveCodeTree(string source, string location, CodeTreeRules rules, TimeProvider time, SourceWatches watches)
    {
        _watch = watches.Begin();
        _tree = new CodeTree(source, location, rules, time, _watch.Add);
    }

    /// <summary>Where the tree is.</summary>
    public string Location => _tree.Location;

    /// <summary>Brings the tree up to date when anything has changed; without a change this is one system call and completes at once.</summary>
    /// <returns>The tree's generation: grows by one with each run that changed a file, from 1.</returns>
    /// <exception cref="IOException">A file cannot be read or written; the next call tries again.</exception>
    public ValueTask<long> RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_watch.Changed())
            {
                _changesSeen++;
            }

            // Another request may have taken the events and not be done: then this one waits with it.
            if (_changesSeen == _changesSynced)
            {
                return ValueTask.FromResult(_generation);
            }
        }

        return new ValueTask<long>(SyncAsync(cancellationToken));
    }

    /// <summary>Changes what belongs to the tree; the next <see cref="RefreshAsync"/> acts on it.</summary>
    public void Apply(CodeTreeRules rules)
    {
        _tree.Rules = rules;
        lock (_lock)
        {
            _changesSeen++;
        }
    }

    /// <summary>Ends the watch; the tree remains.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _syncing.Dispose();
    }

    private async Task<long> SyncAsync(CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long target;
            lock (_lock)
            {
                if (_changesSeen == _changesSynced)
                {
                    return _generation;
                }

                target = _changesSeen;
            }

            var changes = await Task.Run(() => _tree.Sync(cancellationToken), cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _changesSynced = target;
                _generation += changes.Any || _generation == 0 ? 1 : 0;
                return _generation;
            }
        }
        finally
        {
            _syncing.Release();
        }
    }
}
