namespace Actors.Runtimes.Native;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit status, or null when a signal ended it.</param>
/// <param name="Signal">The signal, or null.</param>
internal readonly record struct ExitStatus(int? ExitCode, int? Signal)
{
    /// <summary>Reads a status as wait(2) returns it; null for -1, which stands for "not known".</summary>
    public static ExitStatus? FromWait(int status) => status == -1 ? null
        : (status & 0x7F) == 0 ? new ExitStatus((status >> 8) & 0xFF, null) : new ExitStatus(null, status & 0x7F);

    /// <summary>Reads a child's status and lets the kernel forget it; null when it is not the silo's child (any more) or still runs.</summary>
    public static ExitStatus? Reap(int idType, int id)
    {
        var info = default(NativeCalls.SignalInfo);
        if (NativeCalls.WaitFor(idType, id, ref info, NativeCalls.WaitExited | NativeCalls.WaitNoHang, 0) != 0 || info.Pid == 0)
        {
            return null;
        }

        return info.Code == 1 ? new ExitStatus(info.Status, null) : new ExitStatus(null, info.Status);
    }
}
