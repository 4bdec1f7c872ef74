using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.Native;

/// <summary>Tells when processes end. One thread sleeps in the kernel for all of them: a pidfd becomes readable when its process is gone.</summary>
internal sealed class ProcessWatch : IDisposable
{
    private const long Wake = 0;
    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waiting = new();
    private readonly bool _packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private long _last = Wake;

    public ProcessWatch()
    {
        _epoll = NativeCalls.EpollCreate(NativeCalls.OpenCloseOnExec);
        _wake = NativeCalls.EventCounter(0, NativeCalls.OpenCloseOnExec | NativeCalls.OpenNonBlocking);
        Add(_wake, Wake);
        new Thread(Run) { IsBackground = true, Name = "Actors process watch" }.Start();
    }

    /// <summary>Completes when the process is gone. The handle stays the caller's and is not closed before that.</summary>
    public Task WhenEnded(SafeFileHandle process)
    {
        var token = Interlocked.Increment(ref _last);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[token] = ended;
        Add(process, token);
        return Forget(process, ended.Task);
    }

    public unsafe void Dispose()
    {
        long one = 1;
        _ = NativeCalls.Write(_wake, &one, sizeof(long));
    }

    private async Task Forget(SafeFileHandle process, Task ended)
    {
        await ended.ConfigureAwait(false);
        unsafe
        {
            var nothing = stackalloc byte[16];
            _ = NativeCalls.EpollControl(_epoll, NativeCalls.EpollDelete, process, nothing);
        }
    }

    // epoll_event is packed to 12 bytes on x86-64 and has 16 elsewhere.
    private int EventSize => _packed ? 12 : 16;

    private unsafe void Add(SafeFileHandle file, long token)
    {
        var change = stackalloc byte[16];
        *(uint*)change = NativeCalls.EpollIn | (token == Wake ? 0 : 1u << 30);
        *(long*)(change + EventSize - 8) = token;
        if (NativeCalls.EpollControl(_epoll, NativeCalls.EpollAdd, file, change) != 0)
        {
            throw new IOException($"epoll_ctl failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    private unsafe void Run()
    {
        const int Room = 64;
        var events = stackalloc byte[Room * 16];
        while (true)
        {
            var count = NativeCalls.EpollWait(_epoll, events, Room, -1);
            for (var i = 0; i < count; i++)
            {
                var token = *(long*)(events + (i * EventSize) + EventSize - 8);
                if (token == Wake)
                {
                    _epoll.Dispose();
                    _wake.Dispose();
                    return;
                }

                if (_waiting.TryRemove(token, out var ended))
                {
                    ended.TrySetResult();
                }
            }
        }
    }
}
