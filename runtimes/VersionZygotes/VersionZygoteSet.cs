using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Workers;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>
/// The version zygotes of a silo: made in the background when an instance has shown which libraries its version loads, asked first for each worker after
/// that, thrown away when they are idle, unfit or of an older state of the version. Whatever happens to them, a start goes on from the base zygote.
/// </summary>
internal sealed class VersionZygoteSet : IAsyncDisposable
{
    private static readonly TimeSpan _longestLook = TimeSpan.FromSeconds(10);
    private readonly VersionZygoteMaker _maker;
    private readonly VersionSpawn _spawn;
    private readonly WatchedWorkers _watched;
    private readonly VersionZygoteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly bool _enabled;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, VersionState> _versions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly ITimer _timer;
    private readonly List<Task> _work = [];

    public VersionZygoteSet(
        VersionZygoteMaker maker, VersionSpawn spawn, WatchedWorkers watched, VersionZygoteOptions options, string? obstacle, TimeProvider time, ILogger<VersionZygoteSet> log)
    {
        _maker = maker;
        _spawn = spawn;
        _watched = watched;
        _options = options;
        _time = time;
        _log = log;
        _enabled = options.Enabled && obstacle is null;
        if (options.Enabled && obstacle is not null)
        {
            RuntimeLog.NoVersionZygotes(log, obstacle);
        }

        var period = options.Idle / 2 < _longestLook ? options.Idle / 2 : _longestLook;
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>What becomes of the modules that a new worker of this version reports; null when there is no need for a report.</summary>
    public Action<IReadOnlyList<(string Name, string File)>>? Learning(WorkerStart start, Interpreter interpreter)
    {
        if (!_enabled)
        {
            return null;
        }

        lock (_lock)
        {
            return Of(start.Deployment) is { NeedsModules: true } ? modules => Learn(start, interpreter, modules) : null;
        }
    }

    /// <summary>A worker from the version's zygote; null when there is none, or it failed: then it is gone.</summary>
    public async Task<Worker?> TrySpawnAsync(WorkerStart start, JourneyClock clock, CancellationToken cancellationToken)
    {
        VersionState? version;
        VersionZygote? zygote;
        lock (_lock)
        {
            version = _versions.GetValueOrDefault(start.Deployment.Key);
            zygote = version?.IsOf(start.Deployment) == true ? version.Zygote : null;
        }

        if (version is null || zygote is not { IsAlive: true })
        {
            return null;
        }

        try
        {
            var worker = await _spawn.SpawnAsync(zygote, start, clock, cancellationToken).ConfigureAwait(false);
            Started(worker, start, zygote.Interpreter);
            return worker;
        }
        catch (ZygoteException failure)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                RuntimeLog.VersionZygoteFailed(_log, start.Deployment.Key, zygote.Pid, failure.Message);
                Discard(version, zygote, hasFailed: true);
            }

            clock.Restart();
            return null;
        }
    }

    /// <summary>A worker of this version is ready; its version zygote is kept as long as there are such, and made when it is known what it needs.</summary>
    public void Started(Worker worker, WorkerStart start, Interpreter interpreter)
    {
        if (!_enabled)
        {
            return;
        }

        lock (_lock)
        {
            if (Of(start.Deployment) is not { } version)
            {
                return;
            }

            version.Live++;
            _ = CountAsync(version, worker);
            MakeIfWanted(version, start, interpreter);
        }
    }

    /// <summary>The process of a version's zygote, or null; and whether it is known that there can be none.</summary>
    public (int? Pid, bool IsRefused) Look(VersionDeployment deployment)
    {
        lock (_lock)
        {
            return _versions.GetValueOrDefault(deployment.Key) is { } version && version.IsOf(deployment) ? (version.Zygote?.Pid, version.IsRefused) : (null, false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] work;
        lock (_lock)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The state of this deployment: a new one when it is newer than what was known, null when it is older.
    private VersionState? Of(VersionDeployment deployment)
    {
        var version = _versions.GetValueOrDefault(deployment.Key);
        if (version?.IsOf(deployment) == true)
        {
            return version;
        }

        if (version is not null && deployment.Generation < version.Deployment.Generation)
        {
            return null;
        }

        if (version?.Zygote is { } old)
        {
            RuntimeLog.VersionZygoteDiscarded(_log, deployment.Key, old.Pid, "the version has changed");
            Discard(version, old, hasFailed: false);
        }

        return _versions[deployment.Key] = new VersionState(deployment);
    }

    private void Learn(WorkerStart start, Interpreter interpreter, IReadOnlyList<(string Name, string File)> modules)
    {
        lock (_lock)
        {
            if (Of(start.Deployment) is { NeedsModules: true } version)
            {
                version.Learn(LibraryModules.Of(start.Deployment.CodeTree, modules));
                MakeIfWanted(version, start, interpreter);
            }
        }
    }

    private void MakeIfWanted(VersionState version, WorkerStart start, Interpreter interpreter)
    {
        if (version.Libraries is not { } libraries || !version.WantsZygote(_time.GetTimestamp()) || _stop.IsCancellationRequested || !MakeRoom())
        {
            return;
        }

        version.IsMaking = true;
        Run(() => MakeAsync(version, start, interpreter, libraries));
    }

    private bool MakeRoom()
    {
        if (_versions.Values.Count(static each => each.Zygote is not null || each.IsMaking) < _options.Most)
        {
            return true;
        }

        var idle = _versions.Values.Where(static each => each is { Zygote: not null, Live: 0 }).MinBy(static each => each.IdleSince);
        if (idle?.Zygote is not { } zygote)
        {
            return false;
        }

        RuntimeLog.VersionZygoteDiscarded(_log, idle.Deployment.Key, zygote.Pid, "another version needs its place");
        Discard(idle, zygote, hasFailed: false);
        return true;
    }

    private async Task MakeAsync(VersionState version, WorkerStart start, Interpreter interpreter, LibraryModules libraries)
    {
        var began = _time.GetTimestamp();
        VersionZygote? made = null;
        try
        {
            await _making.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                made = await _maker.MakeAsync(start, interpreter, libraries, _stop.Token).ConfigureAwait(false);
                RuntimeLog.VersionZygoteReady(_log, version.Deployment.Key, made.Pid, made.Modules, (long)_time.GetElapsedTime(began).TotalMilliseconds);
            }
            finally
            {
                _making.Release();
            }
        }
        catch (UnfitException unfit)
        {
            RuntimeLog.VersionZygoteUnfit(_log, version.Deployment.Key, unfit.Message);
            lock (_lock)
            {
                version.Refuse();
            }
        }
        catch (ZygoteException failure)
        {
            RuntimeLog.VersionZygoteNotMade(_log, version.Deployment.Key, failure.Message);
            lock (_lock)
            {
                version.Rest(_time);
            }
        }
        finally
        {
            lock (_lock)
            {
                version.IsMaking = false;
                version.IdleSince = _time.GetTimestamp();
                if (made is not null && _versions.GetValueOrDefault(version.Deployment.Key) == version)
                {
                    version.Zygote = made;
                }
            }
        }

        if (made is not null)
        {
            if (version.Zygote != made)
            {
                _ = made.EndAsync(); // The version has changed meanwhile.
            }

            _ = FollowAsync(version, made);
        }
    }

    // Its end, whoever wanted it, and what it may leave behind.
    private async Task FollowAsync(VersionState version, VersionZygote zygote)
    {
        var end = await zygote.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            if (version.Zygote == zygote)
            {
                version.Zygote = null;
                version.Rest(_time);
                RuntimeLog.VersionZygoteEnded(_log, version.Deployment.Key, zygote.Pid, end.Describe());
            }
        }

        if (Leftovers.KillStrays(_watched.Contains) is > 0 and var strays)
        {
            RuntimeLog.StraysKilled(_log, version.Deployment.Key, strays);
        }
    }

    private void Discard(VersionState version, VersionZygote zygote, bool hasFailed)
    {
        lock (_lock)
        {
            if (version.Zygote == zygote)
            {
                version.Zygote = null;
                if (hasFailed)
                {
                    version.Rest(_time);
                }
            }
        }

        _ = zygote.EndAsync();
    }

    private async Task CountAsync(VersionState version, Worker worker)
    {
        await worker.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            version.Live--;
            version.IdleSince = _time.GetTimestamp();
        }
    }

    private void Look()
    {
        VersionState[] versions;
        lock (_lock)
        {
            _work.RemoveAll(static each => each.IsCompleted);
            versions = [.. _versions.Values.Where(static each => each.Zygote is not null)];
        }

        if (versions.Length == 0)
        {
            return;
        }

        var quiet = versions.Where(static each => each.Zygote is { InFlight: 0 }).Select(static each => each.Zygote!.Pid).ToHashSet();
        var strays = Leftovers.Strays(quiet, _watched.Contains);
        foreach (var version in versions)
        {
            if (version.Zygote is { } zygote && ReasonAgainst(version, zygote, strays) is { } reason)
            {
                RuntimeLog.VersionZygoteDiscarded(_log, version.Deployment.Key, zygote.Pid, reason);
                Discard(version, zygote, hasFailed: false);
            }
        }
    }

    private string? ReasonAgainst(VersionState version, VersionZygote zygote, IReadOnlyCollection<(int Pid, int Parent)> strays)
    {
        if (version.Live == 0 && _time.GetElapsedTime(version.IdleSince) >= _options.Idle)
        {
            return "it was idle";
        }

        var reason = VersionZygoteMaker.TooLarge(zygote.Memory(), version.Deployment.MemoryMegabytes)
            ?? (zygote.InFlight == 0 && strays.Any(each => each.Parent == zygote.Pid) ? "it has forked processes that nobody asked for" : null);
        if (reason is not null)
        {
            lock (_lock)
            {
                version.Refuse();
            }
        }

        return reason;
    }

    private void Run(Func<Task> work)
    {
        _work.RemoveAll(static each => each.IsCompleted);
        _work.Add(Task.Run(work));
    }
}
