using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Actors.Runtimes.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.CodeTrees;

/// <summary>
/// The kernel's view of all source directories: one inotify descriptor for the silo, since a user may have only 128. The kernel queues changes as they
/// happen, and asking is one call that does not wait: a file that was changed before a request is seen by that very request.
/// </summary>
public sealed class SourceWatches : IDisposable
{
    // Content, names and attributes of what is in a directory, and the directory's own end.
    private const uint Interesting = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;
    private const uint Overflow = 0x4000;
    private const uint Ended = 0x8000;
    private const int HeaderSize = 16;

    private readonly SafeFileHandle _events;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, HashSet<SourceWatch>> _watchers = [];
    private volatile bool _taking;

    /// <summary>Watches nothing yet.</summary>
    public SourceWatches(ILogger<SourceWatches> log)
    {
        _log = log;
        _events = NativeCalls.WatchInit(NativeCalls.OpenNonBlocking | NativeCalls.OpenCloseOnExec);
    }

    /// <summary>Begins a watch of its own for one source.</summary>
    public SourceWatch Begin() => new(this);

    /// <summary>Ends all watches.</summary>
    public void Dispose() => _events.Dispose();

    /// <summary>Watches a directory (not what is in its subdirectories) or a file for a source; links are followed. False: the kernel will not.</summary>
    internal bool Add(string path, SourceWatch watch)
    {
        lock (_lock)
        {
            var descriptor = _events.IsInvalid ? -1 : NativeCalls.WatchAdd(_events, path, Interesting);
            if (descriptor >= 0)
            {
                if (!_watchers.TryGetValue(descriptor, out var watchers))
                    _watchers.Add(descriptor, watchers = []);
                watchers.Add(watch);
                return true;
            }

            var error = _events.IsInvalid ? 0 : Marshal.GetLastPInvokeError();
            if (error != NativeCalls.ErrnoNoSpace && !_events.IsInvalid && !Directory.Exists(path))
                return true; // gone again: its directory's watch says so
            RuntimeLog.WatchFallsBack(
                _log, path, error == NativeCalls.ErrnoNoSpace ? "the limit of watches is reached, fs.inotify.max_user_watches raises it" : $"error {error}");
            return false;
        }
    }

    /// <summary>
    /// Takes every event that the kernel has and marks the sources they belong to. Nearly always there is none, which is seen without a lock; only where
    /// another request is about to mark what it has taken does this one wait for it.
    /// </summary>
    internal void TakeWhatThereIs()
    {
        // In this order: what is not in the queue any more was taken by somebody who had said so before, and says when all is marked.
        if (!HasEvents() && !_taking)
            return;
        lock (_lock)
        {
            _taking = true;
            TakeAll();
            _taking = false;
        }
    }

    private bool HasEvents() => !_events.IsClosed && NativeCalls.HasInput(_events);

    /// <summary>Forgets a source; what only it watched is no longer watched.</summary>
    internal void Remove(SourceWatch watch)
    {
        lock (_lock)
        {
            foreach (var (descriptor, watchers) in _watchers.ToArray())
            {
                if (watchers.Remove(watch) && watchers.Count == 0 && !_events.IsClosed)
                    NativeCalls.WatchRemove(_events, descriptor); // its last event, "ended", removes the entry
            }
        }
    }

    private unsafe void TakeAll()
    {
        const int Room = 4096;
        var events = stackalloc byte[Room];
        while (true)
        {
            var count = _events.IsClosed ? 0 : (int)NativeCalls.Read(_events, events, Room);
            if (count <= 0)
                return;
            for (var rest = new ReadOnlySpan<byte>(events, count); rest.Length >= HeaderSize;)
            {
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
                Mark(BinaryPrimitives.ReadInt32LittleEndian(rest), mask);
                rest = rest[(HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(rest[12..]))..];
            }
        }
    }

    private void Mark(int descriptor, uint mask)
    {
        var marked = (mask & Overflow) != 0
            ? _watchers.Values.SelectMany(static watchers => watchers)
            : _watchers.GetValueOrDefault(descriptor) ?? Enumerable.Empty<SourceWatch>();
        foreach (var watch in marked)
            watch.Mark();
        if ((mask & Ended) != 0)
            _watchers.Remove(descriptor);
    }
}
