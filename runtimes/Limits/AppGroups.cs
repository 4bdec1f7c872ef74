using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Limits;

/// <summary>
/// A control group for each app, so that the kernel shares processors between apps and not between their threads:
/// <code>
/// the group the silo was started in: silo and zygotes (version 2: in actors-PID-silo, because groups have processes or children there)
///   actors-PID        all apps: together they weigh as much as the silo
///     app-NAME        all workers of an app
/// </code>
/// Where they cannot be written nothing is done, and said once.
/// </summary>
internal sealed class AppGroups : IDisposable
{
    private readonly string? _base;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, string> _groups = new(StringComparer.Ordinal);

    private AppGroups(string? parent, bool isSecond, ILogger log)
    {
        _log = log;
        if (parent is null)
        {
            return;
        }

        var place = Path.Combine(parent, $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(place);
        if (isSecond)
        {
            var silo = $"{place}-silo";
            Directory.CreateDirectory(silo);
            Write(silo, "cgroup.procs", Environment.ProcessId);
            Write(parent, "cgroup.subtree_control", "+cpu");
            Write(place, "cgroup.subtree_control", "+cpu");
        }

        _base = place;
    }

    private const string Prefix = "actors-";

    /// <summary>Makes the groups, or says why there are none.</summary>
    public static AppGroups Make(LimitOptions options, ILogger log)
    {
        if (!options.CpuShares)
        {
            return new AppGroups(null, false, log);
        }

        try
        {
            var (parent, isSecond) = Find(options.ControlGroups, File.ReadAllLines("/proc/self/cgroup"));
            Sweep(parent);
            return new AppGroups(parent, isSecond, log);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NoGroups(log, failure.Message);
            return new AppGroups(null, false, log);
        }
    }

    /// <summary>Where the silo's own group is: that of the cpu controller of version 1, else that of version 2.</summary>
    /// <param name="root">Where control groups are mounted.</param>
    /// <param name="own">The lines of /proc/self/cgroup.</param>
    /// <exception cref="IOException">There is none with a cpu controller.</exception>
    public static (string Parent, bool IsSecond) Find(string root, IEnumerable<string> own)
    {
        foreach (var parts in own.Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).OrderByDescending(parts => parts[1].Length))
        {
            var isSecond = parts[1].Length == 0;
            var controllers = parts[1].Split(',');
            if (!isSecond && !controllers.Contains("cpu"))
            {
                continue;
            }

            var place = Path.Combine(isSecond ? root : Path.Combine(root, parts[1]), parts[2].TrimStart('/'));
            if (!isSecond && !Directory.Exists(place))
            {
                place = Path.Combine(root, "cpu", parts[2].TrimStart('/'));
            }

            var known = Path.Combine(place, isSecond ? "cgroup.controllers" : "cpu.shares");
            if (File.Exists(known) && (!isSecond || File.ReadAllText(known).Split().Contains("cpu")))
            {
                return (place.TrimEnd('/'), isSecond);
            }
        }

        throw new IOException("there is no cpu controller");
    }

    /// <summary>Puts a worker into its app's group, soon: the kernel takes its time, and the worker need not wait.</summary>
    public void Place(int pid, string app)
    {
        if (_base is not null)
        {
            _ = Task.Run(() => PlaceNow(pid, app));
        }
    }

    /// <summary>Removes the groups. Workers must have ended.</summary>
    public void Dispose()
    {
        if (_base is null)
        {
            return;
        }

        Remove(_base);
    }

    private void PlaceNow(int pid, string app)
    {
        try
        {
            Write(_groups.GetOrAdd(app, MakeGroup), "cgroup.procs", pid);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NotPlaced(_log, pid, app, failure.Message);
        }
    }

    private string MakeGroup(string app)
    {
        var place = Path.Combine(_base!, $"app-{app}");
        Directory.CreateDirectory(place);
        return place;
    }

    /// <summary>Groups of silos that are no more; those in use cannot be removed.</summary>
    private static void Sweep(string parent)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, $"{Prefix}*").ToArray())
        {
            if (!Directory.Exists($"/proc/{Path.GetFileName(left)[Prefix.Length..].Replace("-silo", "", StringComparison.Ordinal)}"))
            {
                Remove(left);
            }
        }
    }

    private static void Remove(string place)
    {
        foreach (var inner in Directory.EnumerateDirectories(place).ToArray())
        {
            Remove(inner);
        }

        try
        {
            Directory.Delete(place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody is still in it: the next start sweeps.
        }
    }

    private static void Write(string place, string file, object value) =>
        File.WriteAllText(Path.Combine(place, file), string.Create(CultureInfo.InvariantCulture, $"{value}"));
}
