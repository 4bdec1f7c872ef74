using System.Collections.Concurrent;
using Actors.Runtimes.Native;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Limits;

/// <summary>
/// Holds back apps that take the processors from others: their workers go into a control group of small weight, until they come to rest.
/// All others stay with the silo: a group costs the requests of its app an eighth, even where nobody competes. Where groups cannot be written nothing is done, and said once.
/// <code>
/// up to 20 times a second, while two apps have workers: CpuMeter -> CpuVerdict -> ControlGroups
/// </code>
/// It looks on a thread of its own that goes before others: on those of the pool a look came a tenth of a second late just when it mattered.
/// </summary>
internal sealed class AppGroups : IDisposable
{
    /// <summary>From look to look while there are processors to spare.</summary>
    private static readonly TimeSpan _calmPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>And while there are not.</summary>
    private static readonly TimeSpan _shortestPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>So that reading the times of all workers, some 3 us each, takes less than two thousandths of a processor however many they are.</summary>
    private static readonly TimeSpan _periodPerWorker = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentDictionary<int, string> _workers = new();
    private readonly ConcurrentDictionary<string, bool> _heldBack = new(StringComparer.Ordinal);
    private readonly ControlGroups? _groups;
    private readonly ICpuTimes _times;
    private readonly CpuMeter _meter;
    private readonly ILogger _log;
    private readonly Lock _resting = new();
    private readonly AutoResetEvent _wake = new(false);
    private Dictionary<string, CpuUse> _apps = [];
    private Thread? _thread;
    private bool _rests = true;
    private volatile bool _isOver;

    /// <summary>Knows nobody yet, and looks when it is told to.</summary>
    /// <param name="groups">Where to put those that are held back, or null to hold back nobody.</param>
    /// <param name="times">What processes have used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Is told who is held back.</param>
    public AppGroups(ControlGroups? groups, ICpuTimes times, TimeProvider time, ILogger log)
    {
        (_groups, _times, _log) = (groups, times, log);
        _meter = new CpuMeter(times, time);
    }

    /// <summary>Makes the groups and looks by itself, or says why not.</summary>
    public static AppGroups Make(LimitOptions options, TimeProvider time, ILogger log)
    {
        ControlGroups? groups = null;
        try
        {
            if (options.CpuShares)
            {
                var (parent, isSecond) = ControlGroups.Find(options.ControlGroups, File.ReadAllLines("/proc/self/cgroup"));
                groups = new ControlGroups(parent, isSecond);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NoGroups(log, failure.Message);
        }

        var made = new AppGroups(groups, new CpuTimes(), time, log);
        if (groups is not null)
        {
            made._thread = new Thread(made.Watch) { IsBackground = true, Name = "Actors processors" };
            made._thread.Start();
        }

        return made;
    }

    /// <summary>Takes note of a worker.</summary>
    /// <param name="pid">Its process.</param>
    /// <param name="app">Its app.</param>
    /// <param name="ended">Completes when it is gone.</param>
    public void Add(int pid, string app, Task ended)
    {
        if (_groups is null)
        {
            return;
        }

        _workers[pid] = app;
        _ = ended.ContinueWith(_ => _workers.TryRemove(new KeyValuePair<int, string>(pid, app)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (_heldBack.ContainsKey(app))
        {
            // The kernel may take milliseconds, and the worker need not wait for it.
            _ = Task.Run(() => PutBack(pid, app));
        }

        lock (_resting)
        {
            if (_rests && !_isOver)
            {
                _rests = false;
                _wake.Set();
            }
        }
    }

    /// <summary>Looks once, and says when to look again: never, until a worker is added, while fewer than two apps have any.</summary>
    internal TimeSpan Look()
    {
        var reading = _meter.Read(_workers, all: !_heldBack.IsEmpty);
        _apps = reading is null ? [] : CpuVerdict.Judge(_apps, reading);
        Apply();

        // Under a lock: who adds a worker that is not seen here finds that it rests.
        lock (_resting)
        {
            _rests = _heldBack.IsEmpty && !HasSeveralApps();
            if (!_rests)
            {
                return Period();
            }

            _meter.Forget();
            return Timeout.InfiniteTimeSpan;
        }
    }

    /// <summary>Watches no more and removes the groups. Workers must have ended.</summary>
    public void Dispose()
    {
        lock (_resting)
        {
            _isOver = true;
        }

        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
        _times.Dispose();
        _groups?.Dispose();
    }

    private TimeSpan Period()
    {
        if (_meter.HasSpare)
        {
            return _calmPeriod;
        }

        var period = _periodPerWorker * _workers.Count;
        return period > _shortestPeriod ? period : _shortestPeriod;
    }

    private bool HasSeveralApps()
    {
        string? first = null;
        foreach (var (_, app) in _workers)
        {
            first ??= app;
            if (app != first)
            {
                return true;
            }
        }

        return false;
    }

    private void Watch()
    {
        NativeCalls.GoFirst();
        _wake.WaitOne();
        while (!_isOver)
        {
            _wake.WaitOne(Look());
        }
    }

    private void Apply()
    {
        foreach (var (app, use) in _apps)
        {
            if (use.IsHeldBack && !_heldBack.ContainsKey(app))
            {
                HoldBack(app, use.Now);
            }
            else if (!use.IsHeldBack && _heldBack.TryRemove(app, out _))
            {
                PutAll(app);
                RuntimeLog.LetGo(_log, app);
            }
        }
    }

    private void HoldBack(string app, double processors)
    {
        try
        {
            _groups!.Make(app);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NotPlaced(_log, 0, app, failure.Message);
            return;
        }

        _heldBack[app] = true;
        PutAll(app);
        RuntimeLog.HeldBack(_log, app, processors);
    }

    private void PutBack(int pid, string app)
    {
        Put(pid, app);
        if (!_heldBack.ContainsKey(app))
        {
            Put(pid, app); // It was let go meanwhile.
        }
    }

    private void PutAll(string app)
    {
        foreach (var (pid, _) in _workers.Where(worker => worker.Value == app))
        {
            Put(pid, app);
        }
    }

    // To where it belongs now.
    private void Put(int pid, string app)
    {
        try
        {
            if (_heldBack.ContainsKey(app))
            {
                _groups!.HoldBack(pid, app);
            }
            else
            {
                _groups!.LetGo(pid);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.NotPlaced(_log, pid, app, failure.Message);
        }
    }
}
