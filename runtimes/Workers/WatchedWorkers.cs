using System.Collections.Concurrent;
using Actors.Runtimes.Native;
using Actors.Runtimes.Zygotes;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.Workers;

/// <summary>All worker processes and version zygotes of the silo that have not ended.</summary>
/// <param name="watch">Tells their ends.</param>
/// <param name="time">The silo's clock.</param>
internal sealed class WatchedWorkers(ProcessWatch watch, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, WorkerProcess> _processes = new();

    /// <summary>Whether a process id belongs to one of them.</summary>
    public bool Contains(int pid) => _processes.ContainsKey(pid);

    /// <summary>Watches a process from its fork on.</summary>
    public WorkerProcess Add(int pid, SafeFileHandle handle, PendingSpawn spawn)
    {
        var process = new WorkerProcess(pid, handle, spawn, watch, time);
        _processes[pid] = process;
        _ = RemoveAsync(process);
        return process;
    }

    /// <summary>Kills all that are left, because the silo stops, and returns when they are gone.</summary>
    public async Task KillAllAsync()
    {
        var left = _processes.Values.ToArray();
        foreach (var process in left)
        {
            process.Kill("the silo stopped");
        }

        await Task.WhenAll(left.Select(process => process.Ended)).ConfigureAwait(false);
    }

    private async Task RemoveAsync(WorkerProcess process)
    {
        await process.Ended.ConfigureAwait(false);
        _processes.TryRemove(new KeyValuePair<int, WorkerProcess>(process.Pid, process));
    }
}
