using System.Diagnostics;
using Actors.Runtimes.Interpreters;

namespace Actors.Runtimes.Tests.Processes;

/// <summary>Interpreters that other users can read: those under a closed home directory are copied once.</summary>
internal static class ReadablePythons
{
    private const string Cache = "/var/tmp/actors-tests";

    public static string Get(string runtime)
    {
        var python = Pythons.Get(runtime);
        if (Reachability.Obstacle(python) is null)
        {
            return python;
        }

        var installed = Path.GetDirectoryName(Path.GetDirectoryName(python))!;
        var copy = Path.Combine(Cache, Path.GetFileName(installed));
        if (!Directory.Exists(copy))
        {
            Directory.CreateDirectory(Cache);
            var next = $"{copy}.{Environment.ProcessId}";
            using var copying = Process.Start("cp", ["-a", installed, next]);
            copying.WaitForExit();
            Directory.Move(next, copy);
        }

        return Path.Combine(copy, "bin", Path.GetFileName(python));
    }
}
