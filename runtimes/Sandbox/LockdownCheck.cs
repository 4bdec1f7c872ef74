using System.Globalization;

namespace Actors.Runtimes.Sandbox;

/// <summary>Whether a worker is locked down as far as the kernel shows it: its user, capabilities, no_new_privs, seccomp. Landlock it does not show.</summary>
internal static class LockdownCheck
{
    /// <summary>What is missing, in one sentence; null when nothing is, or when the process is gone.</summary>
    public static string? Missing(WorkerSandbox sandbox, int pid, int uid)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{pid}/status");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // Its end is told elsewhere.
        }

        return Missing(sandbox.Has, lines, uid);
    }

    /// <summary>The decision, of the lines of /proc/PID/status.</summary>
    public static string? Missing(Func<SandboxLayer, bool> has, IReadOnlyList<string> lines, int uid)
    {
        if (uid != -1 && has(SandboxLayer.User) && Fields("Uid:").Any(field => field != uid.ToString(CultureInfo.InvariantCulture)))
        {
            return $"The kernel shows user {Text("Uid:")} instead of {uid}.";
        }

        if (has(SandboxLayer.NoNewPrivileges) && Text("NoNewPrivs:") != "1")
        {
            return "The kernel shows that the worker may gain privileges.";
        }

        if (has(SandboxLayer.Capabilities) && (IsSomething("CapEff:") || IsSomething("CapPrm:") || IsSomething("CapInh:") || IsSomething("CapAmb:")))
        {
            return $"The kernel shows that the worker has capabilities: {Text("CapPrm:")}.";
        }

        return has(SandboxLayer.Seccomp) && Text("Seccomp:") != "2" ? "The kernel shows no seccomp filter." : null;

        bool IsSomething(string name) => Text(name).Any(digit => digit != '0');

        string Text(string name) => string.Join(' ', Fields(name));

        string[] Fields(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
            .Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
