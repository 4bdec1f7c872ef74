using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Limits;

/// <summary>
/// Holds back apps that take the processors from others: their workers go into a control group of small weight, until they come to rest.
/// <code>
/// the group the silo was started in: silo, zygotes, workers (version 2: in actors-PID-silo, because a group has processes or children there)
///   actors-PID
///     app-NAME        the workers of an app that is held back
/// </code>
/// All others stay with the silo: a group costs the requests of its app an eighth, even where nobody competes. Where groups cannot be written nothing is done, and said once.
/// </summary>
internal sealed class AppGroups : IDisposable
{
    private const string Prefix = "actors-";

    /// <summary>Of 1024, which the silo has: enough to get on, too little to be in the way. Version 2 counts from 100.</summary>
    private const int Weight = 128;
    private const int LooksUntilCalm = 10;
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PeriodPerWorker = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<int, string> _workers = new();
    private readonly Dictionary<int, TimeSpan> _used = [];
    private readonly ConcurrentDictionary<string, int> _heldBack = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string? _base;
    private readonly string _usual = "";
    private readonly string _weightFile = "cpu.shares";
    private readonly int _weight = Weight;
    private readonly ITimer? _timer;
    private long _looked;

    private AppGroups(string? parent, bool isSecond, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        if (parent is null)
        {
            return;
        }

        var place = Path.Combine(parent, $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(place);
        _usual = parent;
        if (isSecond)
        {
            _usual = $"{place}-silo";
            Directory.CreateDirectory(_usual);
            Write(_usual, "cgroup.procs", Environment.ProcessId);
            Write(parent, "cgroup.subtree_control", "+cpu");
            Write(place, "cgroup.subtree_control", "+cpu");
            (_weightFile, _weight) = ("cpu.weight", Weight * 100 / 1024);
        }

        Write(place, _weightFile, _weight);
        _base = place;
        _looked = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, ShortestPeriod, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes the groups, or says why there are none.</summary>
    public static AppGroups Make(LimitOptions options, TimeProvider time, ILogger log)
    {
        if (!options.CpuShares)
        {
            return new AppGroups(null, false, time, log);
        }

        try
        {
            var (parent, isSecond) = Find(options.ControlGroups, File.ReadAllLines("/proc/self/cgroup"));
            Sweep(parent);
            return new AppGroups(parent, isSecond, time, log);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NoGroups(log, failure.Message);
            return new AppGroups(null, false, time, log);
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

    /// <summary>Takes note of a worker.</summary>
    /// <param name="pid">Its process.</param>
    /// <param name="app">Its app.</param>
    /// <param name="ended">Completes when it is gone.</param>
    public void Add(int pid, string app, Task ended)
    {
        if (_base is null)
        {
            return;
        }

        _workers[pid] = app;
        _ = ended.ContinueWith(_ => _workers.TryRemove(new KeyValuePair<int, string>(pid, app)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_heldBack.ContainsKey(app))
        {
            // The kernel may take milliseconds, and the worker need not wait for it.
            _ = Task.Run(() => PutBack(Path.Combine(_base, $"app-{app}"), pid, app));
        }
    }

    /// <summary>Removes the groups. Workers must have ended.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        if (_base is not null)
        {
            Remove(_base);
        }
    }

    private void Look()
    {
        try
        {
            Judge(UsedOfLate());
        }
        finally
        {
            var period = PeriodPerWorker * _workers.Count;
            try
            {
                _timer!.Change(period > ShortestPeriod ? period : ShortestPeriod, Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // The silo stops.
            }
        }
    }

    // Processors per app since the last look.
    private Dictionary<string, double> UsedOfLate()
    {
        var elapsed = _time.GetElapsedTime(_looked);
        _looked = _time.GetTimestamp();
        var apps = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (pid, app) in _workers)
        {
            if (ProcessTime.Of(pid) is not { } used)
            {
                continue;
            }

            var before = _used.GetValueOrDefault(pid);
            _used[pid] = used;
            apps[app] = apps.GetValueOrDefault(app) + (Math.Max((used - before).TotalSeconds, 0) / elapsed.TotalSeconds);
        }

        foreach (var gone in _used.Keys.Where(pid => !_workers.ContainsKey(pid)).ToArray())
        {
            _used.Remove(gone);
        }

        return apps;
    }

    private void Judge(Dictionary<string, double> used)
    {
        var active = used.Values.Count(each => each > CpuVerdict.Active);
        foreach (var (app, processors) in used)
        {
            if (!_heldBack.TryGetValue(app, out var left))
            {
                if (CpuVerdict.IsTooMuch(processors, active, Environment.ProcessorCount))
                {
                    HoldBack(app, processors);
                }
            }
            else if (!CpuVerdict.IsCalm(processors, active, Environment.ProcessorCount))
            {
                _heldBack[app] = LooksUntilCalm;
            }
            else if (left > 1)
            {
                _heldBack[app] = left - 1;
            }
            else
            {
                LetGo(app);
            }
        }

        foreach (var gone in _heldBack.Keys.Where(app => !used.ContainsKey(app)).ToArray())
        {
            LetGo(gone);
        }
    }

    private void HoldBack(string app, double processors)
    {
        var place = Path.Combine(_base!, $"app-{app}");
        try
        {
            Directory.CreateDirectory(place);
        }
        catch (IOException failure)
        {
            RuntimeLog.NotPlaced(_log, 0, app, failure.Message);
            return;
        }

        _heldBack[app] = LooksUntilCalm;
        RuntimeLog.HeldBack(_log, app, processors);
        PutAll(place, app);
    }

    private void LetGo(string app)
    {
        if (_heldBack.TryRemove(app, out _))
        {
            RuntimeLog.LetGo(_log, app);
            PutAll(_usual, app);
        }
    }

    private void PutBack(string place, int pid, string app)
    {
        Put(place, pid, app);
        if (!_heldBack.ContainsKey(app))
        {
            Put(_usual, pid, app); // It was let go meanwhile.
        }
    }

    private void PutAll(string place, string app)
    {
        foreach (var (pid, _) in _workers.Where(worker => worker.Value == app))
        {
            Put(place, pid, app);
        }
    }

    private void Put(string place, int pid, string app)
    {
        try
        {
            Write(place, "cgroup.procs", pid);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NotPlaced(_log, pid, app, failure.Message);
        }
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
}
