using System.ComponentModel.DataAnnotations;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>Processes that have a version's libraries loaded and fork its workers. Immutable. Section <c>Runtimes:VersionZygotes</c>.</summary>
public sealed record VersionZygoteOptions
{
    /// <summary>Whether there are any. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Whether versions that use a framework of the interpreter's own, such as Debian's python3-flask, share it: one more base zygote imports it, and their version zygotes come of that one. Default true.
    /// Without, each version zygote has it for itself: Flask is 10 MB.
    /// </summary>
    public bool ShareFrameworks { get; init; } = true;

    /// <summary>How long one is kept after the last instance of its version has ended. Default 10 min, range 1 s to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "VersionZygotes:Idle is a time; allowed are 00:00:01 to 7.00:00:00.")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most at a time; the one that has been idle longest makes room for another. Default 64, range 1 to 10,000. Each costs the memory of its libraries once.</summary>
    [Range(1, 10_000, ErrorMessage = "VersionZygotes:Most is a number of processes; allowed are 1 to 10000.")]
    public int Most { get; init; } = 64;
}
