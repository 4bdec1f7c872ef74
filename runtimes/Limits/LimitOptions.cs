using System.ComponentModel.DataAnnotations;

namespace Actors.Runtimes.Limits;

/// <summary>What a worker may use of the machine. Immutable. Section <c>Limits</c>.</summary>
public sealed record LimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Whether an instance with more memory than its instance class has is replaced, and killed at one and a half times as much. Default true.</summary>
    public bool Memory { get; init; } = true;

    /// <summary>Whether the kernel keeps a worker's private memory under a ceiling (RLIMIT_DATA), well above the former. Default true.</summary>
    public bool MemoryCeiling { get; init; } = true;

    /// <summary>Threads that one worker's app may have at a time; 8 to 10,000, default 128. Each counts 1.75 MiB towards the ceiling.</summary>
    [Range(8, 10_000, ErrorMessage = "Limits:Threads is a number of threads; allowed are 8 to 10000.")]
    public int Threads { get; init; } = 128;

    /// <summary>Whether apps that take the processors from others are held back, by control groups, where those can be written. Default true.</summary>
    public bool CpuShares { get; init; } = true;

    /// <summary>Whether silo and workers let each other finish a turn on the processor when they wake (SCHED_BATCH), which serves more requests on busy cores. Default true.</summary>
    public bool BatchTasks { get; init; } = true;

    /// <summary>Where control groups are mounted. Default <c>/sys/fs/cgroup</c>.</summary>
    [Required(ErrorMessage = "Limits:ControlGroups is a directory.")]
    public string ControlGroups { get; init; } = "/sys/fs/cgroup";
}
