namespace Actors.Runtimes.Sandbox;

/// <summary>What a worker is locked down with, in the order in which it is entered. The names are those of the settings and of the admin API.</summary>
public enum SandboxLayer
{
    /// <summary>Ceilings of the kernel: descriptors, core files, message queues, locked memory; threads where the app has a user of its own.</summary>
    ResourceLimits,

    /// <summary>No descriptor of the zygote's but the worker's own connections and its lifeline.</summary>
    Descriptors,

    /// <summary>A mount namespace of its own: everything read-only, /proc hidden, for python3 a /tmp in memory with a limit. Only where the kernel lets the silo make one.</summary>
    Mounts,

    /// <summary>A user of its own for each app. Only where the silo runs as root.</summary>
    User,

    /// <summary>No capability, and none to be had again.</summary>
    Capabilities,

    /// <summary>No program that is started has more rights; the kernel demands it for the next two.</summary>
    NoNewPrivileges,

    /// <summary>Files: reads what an app needs, writes nothing but the temp directory. No TCP, no signals to others, no abstract Unix sockets.</summary>
    Landlock,

    /// <summary>System calls: a list of those that are allowed, with their arguments.</summary>
    Seccomp,
}
