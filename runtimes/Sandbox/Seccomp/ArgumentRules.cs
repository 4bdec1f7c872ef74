namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>One argument compared under a mask, as the kernel itself looks at it: what it takes for an int is compared as 32 bits, or high bits would get past.</summary>
/// <param name="Argument">Which, from 0.</param>
/// <param name="Mask">The bits that matter.</param>
/// <param name="Value">What they must be.</param>
internal readonly record struct ArgumentTest(uint Argument, ulong Mask, ulong Value);

/// <summary>A system call that is allowed when all tests hold; several rules for one call are alternatives.</summary>
/// <param name="Call">Its name.</param>
/// <param name="Tests">What must hold.</param>
internal sealed record ArgumentRule(string Call, params ArgumentTest[] Tests);

/// <summary>The system calls whose arguments decide.</summary>
internal static class ArgumentRules
{
    /// <summary>Stands in the program for the worker's own process id, which each worker writes over it.</summary>
    public const uint OwnProcess = 0x6F776E21;

    private const ulong Int = 0xFFFFFFFF;
    private const ulong Executable = 4;
    private const ulong Shared = 1;
    private const ulong Anonymous = 0x20;
    private const ulong GrowsDown = 0x100;
    private const ulong CloneThread = 0x10000;

    // Namespaces (NEWNS, CGROUP, UTS, IPC, USER, PID, NET; 0x80 TIME), vfork, ptrace, untraced, parent, pidfd.
    private const ulong CloneRefused = 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000 | 0x80 | 0x4000 | 0x2000 | 0x800000 | 0x8000 | 0x1000;

    // FIOCLEX, FIONCLEX, FIONBIO, FIONREAD, TCGETS (isatty), TCGETS2, TIOCGWINSZ: nothing that changes a terminal or feeds it.
    private static readonly ulong[] _ioctls = [0x5451, 0x5450, 0x5421, 0x541B, 0x5401, 0x802C542A, 0x5413];

    // DUPFD, GETFD, SETFD, GETFL, SETFL, GETLK, SETLK, SETLKW, the same three by open file, DUPFD_CLOEXEC, GETPIPE_SZ, GET_SEALS. No owners, signals, leases.
    private static readonly ulong[] _fcntls = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034];

    // SET_NAME, GET_NAME, GET_DUMPABLE, GET_SECCOMP, CAPBSET_READ, GET_NO_NEW_PRIVS, SET_VMA (the C library names its memory).
    private static readonly ulong[] _prctls = [15, 16, 3, 21, 23, 39, 0x53564D41];

    // REUSEADDR, TYPE, ERROR, SNDBUF, RCVBUF, KEEPALIVE, LINGER, PASSCRED, RCVTIMEO, SNDTIMEO: no packet filters.
    private static readonly ulong[] _socketOptions = [2, 3, 4, 7, 8, 9, 13, 16, 20, 21];

    // Its children arm their lifelines (SETOWN, SETSIG), and enter Landlock and their own filter (PR_SET_SECCOMP, of filters).
    private static readonly ArgumentRule[] _forVersionZygotes =
    [
        new("fcntl", new ArgumentTest(1, Int, 8)),
        new("fcntl", new ArgumentTest(1, Int, 10)),
        new("prctl", new ArgumentTest(0, Int, 22), new ArgumentTest(1, Int, 2)),
        new("landlock_create_ruleset"),
        new("landlock_add_rule"),
        new("landlock_restrict_self"),
    ];

    /// <summary>The rules of a profile.</summary>
    public static IEnumerable<ArgumentRule> Of(SeccompProfile profile)
    {
        // A version zygote cannot name its children beforehand: Landlock keeps its signals among them (VersionZygotes.Obstacle).
        foreach (var call in (string[])["kill", "tgkill"])
        {
            yield return profile.Forks ? new(call) : new(call, new ArgumentTest(0, Int, OwnProcess));
        }

        yield return new("clone", profile.Forks ? new ArgumentTest(0, CloneRefused, 0) : new ArgumentTest(0, CloneThread | CloneRefused, CloneThread));
        foreach (var rule in profile.Forks ? _forVersionZygotes : [])
        {
            yield return rule;
        }

        foreach (var rule in Each("ioctl", 1, _ioctls).Concat(Each("fcntl", 1, _fcntls)).Concat(Each("prctl", 0, _prctls)))
        {
            yield return rule;
        }

        // A limit is read, never set, and only the worker's own.
        yield return new("prlimit64", new ArgumentTest(0, Int, 0), new ArgumentTest(2, ulong.MaxValue, 0));

        // Memory: none that no limit counts, shared without a file or growing down as a stack; where extensions are refused, nothing executable.
        ArgumentTest[] mayBeExecutable = profile.NewCode ? [] : [new ArgumentTest(2, Executable, 0)];
        yield return new("mmap", [.. mayBeExecutable, new ArgumentTest(3, Shared | GrowsDown, 0)]);
        yield return new("mmap", [.. mayBeExecutable, new ArgumentTest(3, Shared | Anonymous | GrowsDown, Shared)]);
        yield return new("mprotect", mayBeExecutable);

        // Sockets: pairs within the process.
        yield return new("socketpair", new ArgumentTest(0, Int, 1));
        foreach (var option in _socketOptions)
        {
            yield return new("setsockopt", new ArgumentTest(1, Int, 1), new ArgumentTest(2, Int, option));
        }

        if (!profile.Sockets)
        {
            yield return new("sendto", new ArgumentTest(4, ulong.MaxValue, 0));
            yield break;
        }

        yield return new("sendto");
        foreach (var family in (ulong[])[2, 10])
        {
            foreach (var kind in (ulong[])[1, 2])
            {
                yield return new("socket", new ArgumentTest(0, Int, family), new ArgumentTest(1, 0xF, kind));
            }
        }

        // IPPROTO_TCP and IPV6_V6ONLY.
        yield return new("setsockopt", new ArgumentTest(1, Int, 6));
        yield return new("setsockopt", new ArgumentTest(1, Int, 41), new ArgumentTest(2, Int, 26));
    }

    private static IEnumerable<ArgumentRule> Each(string call, uint argument, ulong[] values) =>
        values.Select(value => new ArgumentRule(call, new ArgumentTest(argument, Int, value)));
}
