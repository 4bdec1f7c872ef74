using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Actors.Gateway.Static;

/// <summary>Opens files below a directory and nowhere else: the kernel itself refuses <c>..</c>, absolute links and links that lead out (openat2 with
/// RESOLVE_BENEATH), also those that somebody puts there between two looks. A developer's own directory is followed wherever its links lead, as
/// deploying it would.</summary>
internal static class StaticTree
{
    private const long OpenAt2 = 437;
    private const int Here = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoTerminal = 0x100;
    private const ulong Beneath = 0x08;
    private const ulong NoMagicLinks = 0x02;

    // EAGAIN: somebody renamed something on the way, so that the kernel could not be sure.
    private const int Again = 11;
    private const int Attempts = 8;

    // O_DIRECTORY differs between architectures.
    private static readonly int Directory = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    /// <summary>Opens a regular file for reading, or returns null: there is none, or it leads out.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="path">Relative to it, with slashes.</param>
    /// <param name="followOut">Links may lead out of the directory.</param>
    /// <exception cref="UnauthorizedAccessException">The gateway may not read it.</exception>
    /// <exception cref="IOException">The system has no room for another open file, or its disk fails.</exception>
    public static SafeFileHandle? Open(string root, string path, bool followOut)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !IsNormal(path))
            return null;
        var directory = open(Terminated(root), Directory | CloseOnExec);
        if (directory < 0)
            return Missing(Marshal.GetLastPInvokeError(), path);
        try
        {
            var name = Terminated(path);
            var how = new OpenHow { Flags = CloseOnExec | NonBlocking | NoTerminal, Resolve = followOut ? NoMagicLinks : Beneath | NoMagicLinks };
            long descriptor;
            var attempts = 0;
            do
                descriptor = syscall(OpenAt2, directory, name, ref how, Marshal.SizeOf<OpenHow>());
            while (descriptor < 0 && Marshal.GetLastPInvokeError() == Again && ++attempts < Attempts);
            if (descriptor < 0)
                return Missing(Marshal.GetLastPInvokeError(), path);
            var handle = new SafeFileHandle((nint)descriptor, ownsHandle: true);
            if (StampOf(handle) is not null)
                return handle;
            handle.Dispose();
            return null;
        }
        finally
        {
            _ = close(directory);
        }
    }

    /// <summary>The state of an open file; null when it is no regular file.</summary>
    public static FileStamp? StampOf(SafeFileHandle handle)
    {
        var status = default(Status);
        return statx((int)handle.DangerousGetHandle(), [0], EmptyPath, BasicFields, ref status) == 0 ? Stamp(in status) : null;
    }

    /// <summary>The state of the file under a path that was opened before, links followed; null when there is no regular file any more.</summary>
    public static FileStamp? StampOf(string root, string path)
    {
        var status = default(Status);
        return statx(Here, Terminated(Path.Join(root, path)), 0, BasicFields, ref status) == 0 ? Stamp(in status) : null;
    }

    /// <summary>No empty segment, no <c>.</c> and no <c>..</c>.</summary>
    private static bool IsNormal(ReadOnlySpan<char> path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is "" or "." or "..")
                return false;
        }

        return true;
    }

    /// <summary>Null for the errors that mean that there is no such file, or none that this tree would show; throws for others.</summary>
    private static SafeFileHandle? Missing(int error, string path) => error switch
    {
        2 or 6 or 18 or 19 or 20 or 22 or 36 or 40 or Again => null, // ENOENT ENXIO EXDEV ENODEV ENOTDIR EINVAL ENAMETOOLONG ELOOP
        1 or 13 => throw new UnauthorizedAccessException($"{path} may not be read."), // EPERM EACCES
        _ => throw new IOException($"{path} could not be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private static FileStamp? Stamp(in Status status) => (status.Mode & 0xF000) == 0x8000
        ? new FileStamp((long)status.Size, status.Inode, (status.ChangedSeconds * 1_000_000_000) + status.ChangedNanoseconds, (status.StatusSeconds * 1_000_000_000) + status.StatusNanoseconds)
        : null;

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    // statx has one layout on all architectures.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
        [FieldOffset(32)]
        public ulong Inode;
        [FieldOffset(40)]
        public ulong Size;
        [FieldOffset(96)]
        public long StatusSeconds;
        [FieldOffset(104)]
        public uint StatusNanoseconds;
        [FieldOffset(112)]
        public long ChangedSeconds;
        [FieldOffset(120)]
        public uint ChangedNanoseconds;
    }

#pragma warning disable SYSLIB1054, CA5392, CA2101, SA1300, IDE1006 // Blittable calls into libc, under its own names.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern long syscall(long number, int directory, byte[] path, ref OpenHow how, long size);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, ref Status status);

    [DllImport("libc")]
    private static extern int close(int descriptor);
#pragma warning restore SYSLIB1054, CA5392, CA2101, SA1300, IDE1006
}
