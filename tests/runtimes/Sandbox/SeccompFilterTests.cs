using System.Runtime.InteropServices;
using Actors.Runtimes.Sandbox.Seccomp;

namespace Actors.Runtimes.Tests.Sandbox;

/// <summary>What the filters decide, as a table: the call, its arguments, and what becomes of it on python27 and python3.</summary>
public class SeccompFilterTests
{
    private const string Allow = "allow", Refuse = "EPERM", ReadOnly = "EROFS", Unknown = "ENOSYS", Kill = "kill";
    private const ulong High = 0xFFFFFFFF_00000000;
    private static readonly byte[] _python27 = SeccompFilter.Build(new(Writes: false, ChangesAttributes: false, NewCode: false, Sockets: false));
    private static readonly byte[] _python3 = SeccompFilter.Build(new(Writes: true, ChangesAttributes: true, NewCode: true, Sockets: false));
    private static readonly byte[] _python3OnDisk = SeccompFilter.Build(new(Writes: true, ChangesAttributes: false, NewCode: true, Sockets: false));
    private static readonly byte[] _withSockets = SeccompFilter.Build(new(Writes: true, ChangesAttributes: true, NewCode: true, Sockets: true));

    public static TheoryData<string, ulong[], string, string> Calls() => new()
    {
        { "read", [], Allow, Allow },
        { "futex", [], Allow, Allow },
        { "openat", [0, 0, 0], Allow, Allow },
        { "openat", [0, 0, 1], ReadOnly, Allow },
        { "openat", [0, 0, 2], ReadOnly, Allow },
        { "openat", [0, 0, 0x40], ReadOnly, Allow },
        { "openat", [0, 0, 0x200], ReadOnly, Allow },
        { "openat", [0, 0, 0x410000], ReadOnly, Allow },
        { "openat", [0, 0, 0x90000], Allow, Allow },
        { "open", [0, 1], ReadOnly, Allow },
        { "open", [0, 0x80000], Allow, Allow },
        { "openat2", [], Unknown, Unknown },
        { "unlink", [], ReadOnly, Allow },
        { "chmod", [], ReadOnly, Allow },
        { "utimensat", [], ReadOnly, Allow },
        { "chown", [], ReadOnly, Refuse },
        { "mknodat", [], ReadOnly, Refuse },
        { "clone", [0x3D0F00], Allow, Allow },
        { "clone", [0x3D0F00 | High], Allow, Allow },
        { "clone", [17], Refuse, Refuse },
        { "clone", [0x3D0F00 | 0x10000000], Refuse, Refuse },
        { "clone", [0x3D0F00 | 0x4000], Refuse, Refuse },
        { "clone3", [], Unknown, Unknown },
        { "fork", [], Refuse, Refuse },
        { "vfork", [], Refuse, Refuse },
        { "execve", [], Refuse, Refuse },
        { "execveat", [], Refuse, Refuse },
        { "memfd_create", [], Refuse, Refuse },
        { "mmap", [0, 4096, 3, 0x22], Allow, Allow },
        { "mmap", [0, 4096, 3, 0x20022], Allow, Allow },
        { "mmap", [0, 4096, 5, 0x2], Refuse, Allow },
        { "mmap", [0, 4096, 3, 0x21], Refuse, Refuse },
        { "mmap", [0, 4096, 3, 0x23], Refuse, Refuse },
        { "mmap", [0, 4096, 3, 0x122], Refuse, Refuse },
        { "mmap", [0, 4096, 3, 0x1], Allow, Allow },
        { "mprotect", [0, 4096, 1], Allow, Allow },
        { "mprotect", [0, 4096, 5], Refuse, Allow },
        { "pkey_mprotect", [0, 4096, 5], Refuse, Refuse },
        { "socket", [2, 1], Refuse, Refuse },
        { "socket", [1, 1], Refuse, Refuse },
        { "socket", [16, 3], Refuse, Refuse },
        { "socketpair", [1, 1], Allow, Allow },
        { "socketpair", [2, 1], Refuse, Refuse },
        { "connect", [], Refuse, Refuse },
        { "sendto", [0, 0, 0, 0, 0], Allow, Allow },
        { "sendto", [0, 0, 0, 0, 1], Refuse, Refuse },
        { "sendmsg", [], Refuse, Refuse },
        { "setsockopt", [3, 1, 7], Allow, Allow },
        { "setsockopt", [3, 1, 26], Refuse, Refuse },
        { "ioctl", [0, 0x5421], Allow, Allow },
        { "ioctl", [0, 0x5421 | High], Allow, Allow },
        { "ioctl", [0, 0x5412], Refuse, Refuse },
        { "ioctl", [0, 0x5412 | High], Refuse, Refuse },
        { "fcntl", [0, 4], Allow, Allow },
        { "fcntl", [0, 10], Refuse, Refuse },
        { "prctl", [15], Allow, Allow },
        { "prctl", [1], Refuse, Refuse },
        { "prctl", [4], Refuse, Refuse },
        { "kill", [ArgumentRules.OwnProcess], Allow, Allow },
        { "kill", [1], Refuse, Refuse },
        { "kill", [0xFFFFFFFF], Refuse, Refuse },
        { "kill", [ulong.MaxValue], Refuse, Refuse },
        { "tgkill", [ArgumentRules.OwnProcess, 5], Allow, Allow },
        { "tgkill", [1, 1], Refuse, Refuse },
        { "tkill", [1], Refuse, Refuse },
        { "prlimit64", [0, 7, 0], Allow, Allow },
        { "prlimit64", [0, 7, 4096], Refuse, Refuse },
        { "prlimit64", [1, 7, 0], Refuse, Refuse },
        { "setrlimit", [], Refuse, Refuse },
        { "ptrace", [], Refuse, Refuse },
        { "process_vm_readv", [], Refuse, Refuse },
        { "io_uring_setup", [], Refuse, Refuse },
        { "bpf", [], Refuse, Refuse },
        { "userfaultfd", [], Refuse, Refuse },
        { "keyctl", [], Refuse, Refuse },
        { "mount", [], Refuse, Refuse },
        { "unshare", [], Refuse, Refuse },
        { "setns", [], Refuse, Refuse },
        { "personality", [], Refuse, Refuse },
        { "shmget", [], Refuse, Refuse },
        { "pidfd_send_signal", [], Refuse, Refuse },
        { "init_module", [], Kill, Kill },
        { "reboot", [], Kill, Kill },
        { "ioperm", [], Kill, Kill },
    };

    [Theory, MemberData(nameof(Calls))]
    public void A_call_is_answered(string name, ulong[] arguments, string onPython27, string onPython3)
    {
        var number = SeccompLibraryCalls.Number(name);
        if (number < 0 || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return; // Another architecture's list.
        Assert.Equal(onPython27, Decision(_python27, number, arguments));
        Assert.Equal(onPython3, Decision(_python3, number, arguments));
    }

    [Fact]
    public void Numbers_that_nobody_knows_are_unknown_and_those_of_x32_kill()
    {
        foreach (var program in (byte[][])[_python27, _python3])
        {
            Assert.Equal(Unknown, Decision(program, 400, []));
            Assert.Equal(Unknown, Decision(program, 999, []));
            Assert.Equal(Unknown, Decision(program, 100_000, []));
            Assert.Equal(Kill, Decision(program, 0x40000000, []));
            Assert.Equal(Kill, Decision(program, -1, []));
        }
    }

    [Fact]
    public void Another_architecture_kills() => Assert.Equal(0x80000000, BpfMachine.Run(_python3, 0, [], 0x40000003));

    [Fact]
    public void On_disk_modes_and_times_stay_because_nothing_else_looks_at_them()
    {
        foreach (var name in (string[])["chmod", "fchmodat", "utimensat", "setxattr"])
            Assert.Equal(Refuse, Decision(_python3OnDisk, SeccompLibraryCalls.Number(name), []));
        Assert.Equal(Allow, Decision(_python3OnDisk, SeccompLibraryCalls.Number("unlink"), []));
    }

    [Fact]
    public void With_sockets_of_its_own_an_app_has_TCP_and_UDP_and_no_others()
    {
        Assert.Equal(Allow, Decision(_withSockets, SeccompLibraryCalls.Number("connect"), []));
        Assert.Equal(Allow, Decision(_withSockets, SeccompLibraryCalls.Number("socket"), [2, 1]));
        Assert.Equal(Allow, Decision(_withSockets, SeccompLibraryCalls.Number("socket"), [10, 0x80002]));
        Assert.Equal(Refuse, Decision(_withSockets, SeccompLibraryCalls.Number("socket"), [2, 3]));
        Assert.Equal(Refuse, Decision(_withSockets, SeccompLibraryCalls.Number("socket"), [1, 1]));
        Assert.Equal(Refuse, Decision(_withSockets, SeccompLibraryCalls.Number("socket"), [17, 3]));
    }

    private static string Decision(byte[] program, int number, ulong[] arguments) => BpfMachine.Run(program, (uint)number, arguments) switch
    {
        0x7FFF0000 => Allow,
        0x00050001 => Refuse,
        0x0005001E => ReadOnly,
        0x00050026 => Unknown,
        0x80000000 => Kill,
        var other => $"{other:x}",
    };
}
