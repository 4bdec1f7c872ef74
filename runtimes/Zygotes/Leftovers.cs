using System.Globalization;
using System.Text;
using Actors.Runtimes.Native;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>Processes of an earlier life of the data directory, and children that came to the silo when their zygote died.</summary>
internal static class Leftovers
{
    /// <summary>Makes the silo the new parent of what its zygotes leave behind.</summary>
    public static void BecomeSubreaper() => _ = NativeCalls.ProcessControl(NativeCalls.ChildSubreaper, 1, 0, 0, 0);

    /// <summary>Kills every process whose command line names this data directory's zygote program.</summary>
    public static void Sweep(string zygoteProgram, ILogger log)
    {
        foreach (var pid in Processes())
        {
            // The handle first, then the look: the number cannot pass to another process in between unnoticed.
            using var process = NativeCalls.OpenProcess(pid);
            if (process is not null && Arguments(pid).Contains(zygoteProgram) && NativeCalls.Signal(process, NativeCalls.SigKill))
            {
                RuntimeLog.LeftoverKilled(log, pid);
            }
        }
    }

    /// <summary>Lets the kernel forget dead children that a zygote left to the silo and that nobody watches.</summary>
    /// <param name="isWatched">Whether somebody else will reap this process.</param>
    /// <param name="command">The name the kernel shows for the zygote's children.</param>
    public static void ReapUnwatched(Func<int, bool> isWatched, string command)
    {
        var self = Environment.ProcessId;
        foreach (var pid in Processes())
        {
            if (Status(pid) is { } status && status.Parent == self && status.State == 'Z' && status.Command == command && !isWatched(pid))
            {
                ExitStatus.Reap(NativeCalls.WaitByPid, pid);
            }
        }
    }

    /// <summary>The children of these processes that are none of those that are known, the dead left out. Looks at every process of the machine, once.</summary>
    public static IReadOnlyList<(int Pid, int Parent)> Strays(IReadOnlySet<int> parents, Func<int, bool> isKnown) =>
        [.. from pid in Processes()
            where !isKnown(pid)
            let status = Status(pid)
            where status is { State: not 'Z' and not 'X' } && parents.Contains(status.Value.Parent)
            select (pid, status.Value.Parent)];

    /// <summary>
    /// Kills what a version zygote has left to the silo and nobody watches, until there is nothing: whatever it forked without being asked. Such a process is
    /// known by the seccomp filters that it cannot have got rid of.
    /// </summary>
    /// <returns>How many.</returns>
    public static int KillStrays(Func<int, bool> isWatched)
    {
        const int MostRounds = 20;
        var self = Environment.ProcessId;
        var own = ProcessLook.Filters(self);
        var killed = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            var before = killed;
            foreach (var (pid, _) in Strays(new HashSet<int> { self }, isWatched))
            {
                using var process = NativeCalls.OpenProcess(pid);
                if (process is not null && ProcessLook.Filters(pid) > own && Status(pid)?.Parent == self && NativeCalls.Signal(process, NativeCalls.SigKill))
                {
                    killed++;
                }
            }

            if (killed == before)
            {
                break;
            }
        }

        return killed;
    }

    private static IEnumerable<int> Processes() =>
        from path in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(path)
        where char.IsAsciiDigit(name[0])
        let pid = int.Parse(name, CultureInfo.InvariantCulture)
        where pid != Environment.ProcessId
        select pid;

    private static string[] Arguments(int pid) => Encoding.UTF8.GetString(ReadProc(pid, "cmdline")).Split('\0');

    private static (char State, int Parent, string Command)? Status(int pid)
    {
        // "PID (command) S PPID ...": the command may itself have blanks and brackets.
        var text = Encoding.UTF8.GetString(ReadProc(pid, "stat"));
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open)
        {
            return null;
        }

        var rest = text[(close + 2)..].Split(' ');
        return (rest[0][0], int.Parse(rest[1], CultureInfo.InvariantCulture), text[(open + 1)..close]);
    }

    private static byte[] ReadProc(int pid, string name)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{name}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
