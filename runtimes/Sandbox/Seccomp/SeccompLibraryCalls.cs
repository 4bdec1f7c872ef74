using System.Runtime.InteropServices;

namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>libseccomp, which turns a list of system calls into a program for the kernel.</summary>
internal static unsafe partial class SeccompLibraryCalls
{
    private const string Library = "libseccomp.so.2";

    /// <summary>Its version, or null when it is not installed.</summary>
    public static Version? Version()
    {
        try
        {
            var version = (uint*)GetVersion();
            return new Version((int)version[0], (int)version[1], (int)version[2]);
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport(Library, EntryPoint = "seccomp_version")]
    private static partial nint GetVersion();

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    public static partial nint Init(uint defaultAction);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    public static partial void Release(nint filter);

    [LibraryImport(Library, EntryPoint = "seccomp_attr_set")]
    public static partial int SetAttribute(nint filter, int attribute, uint value);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    public static partial int AddRule(nint filter, uint action, int call, uint count, Comparison* comparisons);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Number(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    public static partial int Export(nint filter, int descriptor);

    /// <summary>Whether a number has a name on this machine's architecture.</summary>
    public static bool HasName(int number)
    {
        const uint Native = 0;
        var name = Name(Native, number);
        NativeMemory.Free((void*)name);
        return name != 0;
    }

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_num_arch")]
    private static partial nint Name(uint architecture, int number);

    /// <summary>struct scmp_arg_cmp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong A;
        public ulong B;
    }
}
