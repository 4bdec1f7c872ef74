using System.Diagnostics;
using Actors.Grains.Workers;
using Actors.Runtimes.Tests.Processes;

namespace Actors.Runtimes.Tests.VersionZygotes;

/// <summary>What the kernel shows of zygotes and their workers, and waiting for it.</summary>
internal static class Looks
{
    public static async Task<int> ZygoteOf(SiloFixture silo, WorkerStart start)
    {
        await Until(() => silo.Runtimes.VersionZygotes.Look(start.Deployment).Pid is not null);
        return silo.Runtimes.VersionZygotes.Look(start.Deployment).Pid!.Value;
    }

    public static async Task Until(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "it does not come true");
            await Task.Delay(10);
        }
    }

    public static bool IsAlive(int pid) => Status(pid, "State:") is { Length: > 0 } state && state[0] is not ('Z' or 'X');

    public static string Status(int pid, string name)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static string Descriptors(int pid) =>
        string.Join(' ', Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Select(path => (File.ResolveLinkTarget(path, false)?.Name ?? "").Split(':')[0]).Order(StringComparer.Ordinal));
}
