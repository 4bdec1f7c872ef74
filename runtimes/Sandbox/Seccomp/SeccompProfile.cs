namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>What differs between the filters of workers.</summary>
/// <param name="Writes">Whether files may be changed at all; Landlock says which.</param>
/// <param name="ChangesAttributes">Whether modes, times and extended attributes may be changed, which Landlock does not see.</param>
/// <param name="NewCode">Whether memory may be made executable, which loading a C extension needs.</param>
/// <param name="Sockets">Whether the app has TCP and UDP sockets of its own.</param>
internal sealed record SeccompProfile(bool Writes, bool ChangesAttributes, bool NewCode, bool Sockets)
{
    /// <summary>Whether it is for a version zygote: processes are forked, and enter filters and Landlock of their own. Default false.</summary>
    public bool Forks { get; init; }
}
