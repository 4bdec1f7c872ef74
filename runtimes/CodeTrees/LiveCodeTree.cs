using Actors.Runtimes.Native;

namespace Actors.Runtimes.CodeTrees;

/// <summary>The code tree of a version that is served from the directory in which it is developed: asked before each request, it is up to date afterwards.</summary>
public sealed class LiveCodeTree : IDisposable
{
    private readonly SourceWatch _watch;
    private readonly CodeTree _tree;
    private readonly SemaphoreSlim _syncing = new(1, 1);
    private State _state = new(-1, 0);
    private string[] _followed = [];
    private FileIdentity?[] _identities = [];
    private long _ruleChanges;

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
        var state = Volatile.Read(ref _state);
        return Changes() == state.Changes ? ValueTask.FromResult(state.Generation) : new ValueTask<long>(SyncAsync(cancellationToken));
    }

    /// <summary>Changes what belongs to the tree; the next <see cref="RefreshAsync"/> acts on it.</summary>
    public void Apply(CodeTreeRules rules)
    {
        _tree.Rules = rules;
        Interlocked.Increment(ref _ruleChanges);
    }

    /// <summary>Names files that count as part of the tree although they may not be in it: each change of one is a new generation. They may not exist yet.</summary>
    /// <param name="files">Full paths.</param>
    /// <param name="cancellationToken">Ends the wait for a run that is under way.</param>
    public async Task FollowAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (files.SequenceEqual(_followed))
            {
                return;
            }

            _followed = [.. files];
            WatchFollowed();
            _identities = [.. _followed.Select(NativeCalls.Identify)];
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>Ends the watch; the tree remains.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _syncing.Dispose();
    }

    private long Changes() => _watch.Changes() + Volatile.Read(ref _ruleChanges);

    private async Task<long> SyncAsync(CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Counted before the files are looked at: what changes meanwhile is for the next request.
            var counted = Changes();
            var state = _state;
            if (counted == state.Changes)
            {
                return state.Generation;
            }

            var changes = await Task.Run(() => _tree.Sync(cancellationToken), cancellationToken).ConfigureAwait(false);
            state = new State(counted, changes.Any || FollowedChanged() || state.Generation == 0 ? state.Generation + 1 : state.Generation);
            Volatile.Write(ref _state, state);
            return state.Generation;
        }
        finally
        {
            _syncing.Release();
        }
    }

    // A directory's watch ends with the directory, and is the only one that sees a file come into being.
    private void WatchFollowed()
    {
        foreach (var directory in _followed.Select(static file => Path.GetDirectoryName(file)!).Distinct())
            _watch.Add(directory);
    }

    private bool FollowedChanged()
    {
        WatchFollowed();
        FileIdentity?[] now = [.. _followed.Select(NativeCalls.Identify)];
        var changed = !now.SequenceEqual(_identities);
        _identities = now;
        return changed;
    }

    /// <summary>What was synchronised last: everything up to that change.</summary>
    private sealed record State(long Changes, long Generation);
}
