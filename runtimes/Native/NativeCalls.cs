using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.Native;

/// <summary>All calls of the C library and the kernel that .NET does not offer. Linux on x86-64 and arm64, whose numbers are the same here.</summary>
internal static partial class NativeCalls
{
    public const int SigTerm = 15;
    public const int SigKill = 9;
    public const int ErrnoInterrupted = 4;
    public const int ErrnoAgain = 11;
    public const int ErrnoNoChild = 10;
    public const int ErrnoNoSpace = 28;

    public const int OpenReadWrite = 2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const int ChildSubreaper = 36;

    public const int WaitByPid = 1;
    public const int WaitByPidFd = 3;
    public const int WaitNoHang = 1;
    public const int WaitExited = 4;

    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;

    private const int Descriptors = 7;
    private const int CurrentDirectory = -100;
    private const uint BasicStatus = 0x7FF;
    private const long PidFdSendSignalNumber = 424;
    private const long PidFdOpenNumber = 434;
    private const long CloseRangeNumber = 436;

    /// <summary>An open process: signals to it never reach another one that got its number.</summary>
    public static SafeFileHandle? OpenProcess(int pid)
    {
        var descriptor = (int)SystemCall(PidFdOpenNumber, pid, 0, 0, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Sends a signal; false when the process is gone.</summary>
    public static bool Signal(SafeFileHandle process, int signal)
    {
        var added = false;
        try
        {
            process.DangerousAddRef(ref added);
            return SystemCall(PidFdSendSignalNumber, process.DangerousGetHandle(), signal, 0, 0) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (added)
            {
                process.DangerousRelease();
            }
        }
    }

    /// <summary>From now on no program that the silo starts inherits a descriptor that is open now, whoever opened it.</summary>
    public static void KeepDescriptors()
    {
        const int OnExec = 4;
        _ = SystemCall(CloseRangeNumber, 3, int.MaxValue, OnExec, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    /// <summary>Gives a thread the policy SCHED_BATCH; null when it has it, or is gone, else the reason why not.</summary>
    public static string? MakeBatchTask(int thread)
    {
        const int Batch = 3;
        const int NoSuchThread = 3;
        return SetScheduler(thread, Batch, 0) == 0 || Marshal.GetLastPInvokeError() == NoSuchThread ? null : Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", EntryPoint = "sched_getscheduler")]
    private static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int niceness);

    /// <summary>Has the calling thread go before all others, where the kernel lets it; not those that it starts.</summary>
    public static void GoFirst()
    {
        const int ResetOnFork = 0x40000000;
        const int First = -20;
        if (SetScheduler(0, GetScheduler(0) | ResetOnFork, 0) == 0)
        {
            _ = SetPriority(0, 0, First);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Moment moment);

    /// <summary>The processor time of a process, all its threads, to the nanosecond; null when it is gone.</summary>
    public static TimeSpan? ProcessorTime(int pid)
    {
        const int ClocksOfProcesses = 1 << 28;
        const int AsScheduled = 2;
        return pid is > 0 and < ClocksOfProcesses && ReadClock((~pid << 3) | AsScheduled, out var moment) == 0
            ? TimeSpan.FromSeconds(moment.Seconds) + TimeSpan.FromTicks(moment.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    /// <summary>How many descriptors this process may have.</summary>
    public static long DescriptorLimit() => GetLimit(Descriptors, out var limit) == 0 ? (long)Math.Min(limit.Current, long.MaxValue) : 1024;

    /// <summary>Has it have so many; false when the kernel does not let it.</summary>
    public static bool RaiseDescriptorLimit(long count)
    {
        var limit = new ResourceLimit { Current = (nuint)count, Most = (nuint)count };
        return SetLimit(Descriptors, limit) == 0;
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitFor(int idType, int id, ref SignalInfo info, int options, nint usage);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, int uid, int gid);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    /// <summary>A file in memory without a path, closed on exec.</summary>
    public static SafeFileHandle MemoryFile(string name) => new((nint)CreateMemoryFile(name, 1), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int AskWaiting(SafeFileHandle file, nuint request, out int bytes);

    /// <summary>Whether a read would bring something at once.</summary>
    public static bool HasInput(SafeFileHandle file)
    {
        const nuint BytesToRead = 0x541B;
        return AskWaiting(file, BytesToRead, out var bytes) == 0 && bytes > 0;
    }

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial int EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ExtendedStatus(int directory, string path, int flags, uint mask, out ExtendedFileStatus status);

    /// <summary>What the kernel knows of a file, links followed; null when there is none.</summary>
    public static FileIdentity? Identify(string path) =>
        ExtendedStatus(CurrentDirectory, path, 0, BasicStatus, out var status) == 0
            ? new FileIdentity(
                ((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, (long)status.Size, status.ModifiedSeconds, status.ModifiedNanoseconds, status.Mode, status.Group)
            : null;

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial SafeFileHandle WatchInit(int flags);

    /// <summary>inotify_rm_watch.</summary>
    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int WatchRemove(SafeFileHandle watch, int descriptor);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WatchAdd(SafeFileHandle watch, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial SafeFileHandle EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static unsafe partial int EpollControl(SafeFileHandle epoll, int operation, SafeFileHandle file, void* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static unsafe partial int EpollWait(SafeFileHandle epoll, void* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventCounter(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(SafeFileHandle file, void* buffer, nint count);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Current;
        public nuint Most;
    }

    /// <summary>siginfo_t as waitid fills it: 128 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SignalInfo
    {
        /// <summary>1 exited, 2 killed, 3 killed with a core dump.</summary>
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int Pid;

        /// <summary>Exit status or signal.</summary>
        [FieldOffset(24)]
        public int Status;
    }

    /// <summary>struct statx: 256 bytes, the same everywhere.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct ExtendedFileStatus
    {
        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
