namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>
/// System calls by what becomes of them, whatever their arguments. Those with arguments that matter are in <see cref="ArgumentRules"/>; all that is
/// named in neither is refused with EPERM, and what libseccomp has never heard of with ENOSYS. A name that an architecture lacks is skipped.
/// </summary>
internal static class SystemCallNames
{
    /// <summary>Allowed in every worker.</summary>
    public static readonly string[] Allowed =
    [
        // Descriptors that are there already.
        "read", "readv", "pread64", "preadv", "preadv2", "write", "writev", "pwrite64", "pwritev", "pwritev2", "lseek", "close", "close_range",
        "dup", "dup2", "dup3", "sendfile", "pipe", "pipe2", "eventfd", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "signalfd", "signalfd4",

        // Files: Landlock decides which.
        "open", "openat", "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2",
        "readlink", "readlinkat", "getdents", "getdents64", "getcwd", "chdir", "fchdir", "fadvise64", "readahead", "umask",

        // Waiting.
        "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "pause",
        "nanosleep", "clock_nanosleep", "futex", "futex_waitv", "sched_yield", "restart_syscall",

        // Sockets that are there already, and pairs.
        "recvfrom", "recvmsg", "recvmmsg", "shutdown", "getsockname", "getpeername", "getsockopt",

        // Memory.
        "brk", "munmap", "mremap", "madvise", "msync", "membarrier",

        // Threads and the end.
        "exit", "exit_group", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "gettid", "sched_getaffinity", "sched_getparam",
        "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "sched_rr_get_interval", "getcpu",

        // Who and how much.
        "getpid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "capget",
        "getrlimit", "getrusage", "times", "sysinfo", "uname", "getpriority", "getitimer", "setitimer", "alarm", "wait4", "waitid", "getrandom",
        "time", "gettimeofday", "clock_gettime", "clock_getres",

        // Signals within the process.
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend", "sigaltstack",
    ];

    /// <summary>What changes files by name. Where nothing may be written it is refused as a read-only file system would, else Landlock decides.</summary>
    public static readonly string[] Writing =
    [
        "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
        "truncate", "ftruncate", "fallocate", "creat", "fsync", "fdatasync", "flock", "copy_file_range",
    ];

    /// <summary>What changes files by name in ways that Landlock does not see: only where everything outside the temp directory is mounted read-only.</summary>
    public static readonly string[] Attributes =
    [
        "chmod", "fchmod", "fchmodat", "fchmodat2", "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr",
        "removexattr", "lremovexattr", "fremovexattr", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr",
    ];

    /// <summary>Beside them, where nothing may be written.</summary>
    public static readonly string[] Ownership = ["chown", "fchown", "lchown", "fchownat", "mknod", "mknodat"];

    /// <summary>What sockets of an app's own need, where the operator allows them.</summary>
    public static readonly string[] Sockets = ["connect", "bind", "listen", "accept", "accept4", "sendmsg", "sendmmsg"];

    /// <summary>No app calls these by mistake: the worker is killed.</summary>
    public static readonly string[] Outrageous =
    [
        "init_module", "finit_module", "delete_module", "create_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "iopl", "ioperm",
    ];

    /// <summary>Answered as if the kernel did not know it: the C library then falls back to what the filter can look into.</summary>
    public static readonly string[] Unknown = ["clone3", "openat2"];
}
