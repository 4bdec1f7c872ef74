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
    private const int EmptyPath = 0x1000;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoTerminal = 0x100;
    private const ulong Beneath = 0x08;
    private const ulong NoMagicLinks = 0x02;

    // O_DIRECTORY differs between architectures.
    private static readonly int Directory = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    /// <summary>Opens a regular file for reading, or returns null: there is none, it leads out, or it cannot be read.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="path">Relative to it, with slashes.</param>
    /// <param name="followOut">Links may lead out of the directory.</param>
    public static SafeFileHandle? Open(string root, string path, bool followOut)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !IsNormal(path))
            return null;
        var directory = open(Terminated(root), Directory | CloseOnExec);
        if (directory < 0)
            return null;
        try
        {
            var how = new OpenHow { Flags = CloseOnExec | NonBlocking | NoTerminal, Resolve = followOut ? NoMagicLinks : Beneath | NoMagicLinks };
            var descriptor = syscall(OpenAt2, directory, Terminated(path), ref how, Marshal.SizeOf<OpenHow>());
            if (descriptor < 0)
                return null;
            var handle = new SafeFileHandle((nint)descriptor, ownsHandle: true);
            if (IsRegular((int)descriptor))
                return handle;
            handle.Dispose();
            return null;
        }
        finally
        {
            _ = close(directory);
        }
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

    // statx has one layout everywhere; the file's mode is at byte 28.
    private static bool IsRegular(int descriptor)
    {
        var status = new byte[256];
        return statx(descriptor, Terminated(""), EmptyPath, 1, status) == 0 && (BitConverter.ToUInt16(status, 28) & 0xF000) == 0x8000;
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

#pragma warning disable SYSLIB1054, CA5392, CA2101, SA1300, IDE1006 // Blittable calls into libc, under its own names.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern long syscall(long number, int directory, byte[] path, ref OpenHow how, long size);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc")]
    private static extern int close(int descriptor);
#pragma warning restore SYSLIB1054, CA5392, CA2101, SA1300, IDE1006
}
