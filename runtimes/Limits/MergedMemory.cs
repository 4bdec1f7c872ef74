namespace Actors.Runtimes.Limits;

/// <summary>What the kernel needs to keep equal memory of several processes once: KSM, same-page merging.</summary>
internal static class MergedMemory
{
    private const string RunFile = "/sys/kernel/mm/ksm/run";

    // The first whose processes can ask for it as a whole.
    private static readonly Version _first = new(6, 4);

    /// <summary>Why nothing is merged on this machine, and what to do; null when it is.</summary>
    public static string? Obstacle()
    {
        Span<byte> text = stackalloc byte[8];
        var run = ProcFile.Beginning(RunFile, text);
        return Obstacle(Environment.OSVersion.Version, run.IsEmpty ? null : (char)run[0]);
    }

    /// <summary>The same, of any machine.</summary>
    /// <param name="kernel">Its version.</param>
    /// <param name="run">What <c>/sys/kernel/mm/ksm/run</c> begins with; null where there is no such file.</param>
    public static string? Obstacle(Version kernel, char? run) => run switch
    {
        _ when kernel < _first => $"Linux {kernel.ToString(2)} cannot, 6.4 and later can",
        null => "the kernel is built without it",
        '1' => null,
        _ => $"it is not running; `echo 1 > {RunFile}` as root starts it",
    };
}
