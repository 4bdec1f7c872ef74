using System.Globalization;

namespace Actors.Runtimes.Limits;

/// <summary>
/// The kernel's control groups that a silo makes:
/// <code>
/// the group the silo was started in: silo, zygotes, workers (version 2: in actors-PID-silo, because a group has processes or children there)
///   actors-PID        of small weight
///     app-NAME        the workers of an app that is held back
/// </code>
/// </summary>
internal sealed class ControlGroups : IDisposable
{
    private const string Prefix = "actors-";

    /// <summary>Of 1024, which the silo has: enough to get on, too little to be in the way. Version 2 counts from 100.</summary>
    private const int Weight = 128;

    private readonly string _place;
    private readonly string _usual;

    /// <summary>Makes them.</summary>
    /// <param name="parent">The group the silo was started in.</param>
    /// <param name="isSecond">Whether it is of version 2.</param>
    /// <exception cref="IOException">They cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be made.</exception>
    public ControlGroups(string parent, bool isSecond)
    {
        Sweep(parent);
        (_place, _usual) = (Path.Combine(parent, $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}"), parent);
        Directory.CreateDirectory(_place);
        if (isSecond)
        {
            _usual = $"{_place}-silo";
            Directory.CreateDirectory(_usual);
            Write(_usual, "cgroup.procs", Environment.ProcessId);
            Write(parent, "cgroup.subtree_control", "+cpu");
            Write(_place, "cgroup.subtree_control", "+cpu");
        }

        Write(_place, isSecond ? "cpu.weight" : "cpu.shares", isSecond ? Weight * 100 / 1024 : Weight);
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
            if (!isSecond && !parts[1].Split(',').Contains("cpu"))
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

    /// <summary>Makes the group of an app, unless there is one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Make(string app) => Directory.CreateDirectory(PlaceOf(app));

    /// <summary>Puts a process into the group of an app.</summary>
    /// <exception cref="IOException">It is gone, or cannot be put there.</exception>
    public void HoldBack(int pid, string app) => Write(PlaceOf(app), "cgroup.procs", pid);

    /// <summary>Puts a process back to where the silo is.</summary>
    /// <exception cref="IOException">It is gone, or cannot be put there.</exception>
    public void LetGo(int pid) => Write(_usual, "cgroup.procs", pid);

    /// <summary>Removes the groups. Their processes must have ended.</summary>
    public void Dispose() => Remove(_place);

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
        try
        {
            foreach (var inner in Directory.EnumerateDirectories(place).ToArray())
            {
                Remove(inner);
            }

            Directory.Delete(place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody is still in it, or was faster: the next start sweeps.
        }
    }

    private static void Write(string place, string file, object value) =>
        File.WriteAllText(Path.Combine(place, file), string.Create(CultureInfo.InvariantCulture, $"{value}"));

    private string PlaceOf(string app) => Path.Combine(_place, $"app-{app}");
}
