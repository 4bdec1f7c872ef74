using System.Globalization;

namespace Actors.Runtimes.Zygotes;

/// <summary>What /proc shows of a process from outside: nothing that the process itself says.</summary>
internal static class ProcessLook
{
    /// <summary>How many threads it has; 0 when it is gone.</summary>
    public static int Threads(int pid) => Entries($"/proc/{pid}/task");

    /// <summary>How many descriptors it has; 0 when it is gone.</summary>
    public static int Descriptors(int pid) => Entries($"/proc/{pid}/fd");

    /// <summary>How many seccomp filters hold it; 0 when it is gone, or before Linux 5.9.</summary>
    public static int Filters(int pid) => Filters(Lines(pid));

    /// <summary>Of the lines of /proc/PID/status.</summary>
    public static int Filters(IEnumerable<string> lines)
    {
        const string Name = "Seccomp_filters:";
        var line = lines.FirstOrDefault(static each => each.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line.AsSpan(Name.Length).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>The lines of /proc/PID/status; empty when it is gone.</summary>
    public static string[] Lines(int pid)
    {
        try
        {
            return File.ReadAllLines($"/proc/{pid}/status");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int Entries(string directory)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory).Count();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
