using System.Runtime.InteropServices;

namespace Actors.Sandbox.Tests;

/// <summary>Numbers of system calls on this processor, as libseccomp knows them.</summary>
internal static partial class SystemCalls
{
    private static readonly string[] _inPrograms =
        ["truncate", "renameat2", "setxattr", "creat", "openat2", "fork", "clone", "memfd_create", "pidfd_send_signal", "pidfd_open", "rt_sigqueueinfo", "capget", "prctl", "sendmsg"];

    /// <summary>By name; those that the processor has not are left out.</summary>
    public static IReadOnlyDictionary<string, int> Numbers { get; } =
        Attempt.All.Select(attempt => attempt.Call).OfType<string>().Concat(_inPrograms).Distinct().Select(name => (Name: name, Number: Resolve(name))).Where(each => each.Number >= 0)
            .ToDictionary(each => each.Name, each => each.Number);

    /// <summary>The user that the tests and the silo run as.</summary>
    public static int UserId { get; } = GetUserId();

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Resolve(string name);

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial int GetUserId();
}
