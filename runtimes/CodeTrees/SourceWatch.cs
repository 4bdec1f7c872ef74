using System.Runtime.InteropServices;
using Actors.Runtimes.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.CodeTrees;

/// <summary>
/// Tells whether anything changed under a source directory since it was last asked. The kernel queues the changes as they happen, and
/// asking is one read that does not wait: a file that was changed before a request is seen by that very request.
/// </summary>
public sealed class SourceWatch : IDisposable
{
    // Content, names and attributes of what is in a directory, and the directory's own end.
    private const uint Interesting = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;

    private readonly SafeFileHandle _events;
    private readonly ILogger _log;
    private volatile bool _blind;

    /// <summary>Watches nothing yet: see <see cref="Add"/>.</summary>
    public SourceWatch(ILogger<SourceWatch> log)
    {
        _log = log;
        _events = NativeCalls.WatchInit(NativeCalls.OpenNonBlocking | NativeCalls.OpenCloseOnExec);
        if (_events.IsInvalid)
        {
            FallBack("inotify", $"error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Whether the kernel would not watch all of it; then <see cref="Changed"/> always says yes, and the look at all files decides.</summary>
    public bool IsBlind => _blind;

    /// <summary>Watches a directory (not what is in its subdirectories) or a file; links are followed. Watching one twice is watching it once.</summary>
    public void Add(string path)
    {
        if (_blind || NativeCalls.WatchAdd(_events, path, Interesting) >= 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error == NativeCalls.ErrnoNoSpace)
        {
            FallBack(path, "the limit of watches is reached, fs.inotify.max_user_watches raises it");
        }
        else if (Directory.Exists(path))
        {
            FallBack(path, $"error {error}");
        }
    }

    /// <summary>Whether anything has changed since the last call, as far as it is known; an overflow of the queue counts as a change.</summary>
    public unsafe bool Changed()
    {
        if (_blind)
        {
            return true;
        }

        const int Room = 4096;
        var events = stackalloc byte[Room];
        var changed = false;
        while (NativeCalls.Read(_events, events, Room) > 0)
        {
            changed = true;
        }

        return changed;
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _events.Dispose();

    private void FallBack(string path, string reason)
    {
        _blind = true;
        RuntimeLog.WatchFallsBack(_log, path, reason);
    }
}
