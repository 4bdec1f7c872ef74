using Actors.Runtimes.Frames;
using Actors.Runtimes.Native;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>Has a base zygote fork a child, and takes hold of it: pidfd, zygote told, connections paired.</summary>
internal sealed class BaseSpawn(WorkerListener listener, WatchedWorkers watched)
{
    private static readonly TimeSpan _lastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>Forks one. Null: the zygote died before it had forked, and the next one is to be asked.</summary>
    /// <exception cref="SpawnStepException">It did not work.</exception>
    public async Task<ForkedChild?> ForkAsync(ZygoteProcess zygote, PendingSpawn spawn, SpawnFrame order, CancellationToken cancellationToken)
    {
        WorkerProcess? process = null;
        try
        {
            listener.Expect(spawn);
            await zygote.SpawnAsync(spawn, order, cancellationToken).ConfigureAwait(false);
            var forked = await spawn.Spawned.WaitAsync(cancellationToken).ConfigureAwait(false);

            // The zygote does not reap before it is told, so the number is still the child's.
            var handle = NativeCalls.OpenProcess(forked.Pid)
                ?? throw new ZygoteException("fork", $"Process {forked.Pid} was gone before it could be watched.");
            process = watched.Add(forked.Pid, handle, spawn);
            await zygote.WatchedAsync(spawn.Id).ConfigureAwait(false);
            await spawn.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            var (control, requests, output) = spawn.TakeConnections();
            process.Listen(output);
            return new ForkedChild(spawn, zygote, process, control, requests, forked);
        }
        catch (ZygoteException failure) when (failure.IsGone && process is null)
        {
            return null;
        }
        catch (Exception failure) when (SpawnStepException.Covers(failure))
        {
            if (process is not null)
            {
                throw await EndedAsync(process, failure).ConfigureAwait(false);
            }

            // Perhaps it forks later, or has forked and the silo has not heard: the zygote kills what there is, and may reap it.
            await zygote.KillAsync(spawn.Id).ConfigureAwait(false);
            await zygote.WatchedAsync(spawn.Id).ConfigureAwait(false);
            throw new SpawnStepException(failure, null, 0);
        }
        finally
        {
            listener.Forget(spawn);
        }
    }

    /// <summary>Ends a child whose start has failed, and tells how it went.</summary>
    public static async Task<SpawnStepException> EndedAsync(WorkerProcess process, Exception failure)
    {
        // It may be about to end by itself, and how it does says why.
        if (failure is not OperationCanceledException)
        {
            await ((Task)process.Ended).WaitAsync(_lastWords, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        process.Kill();
        return new SpawnStepException(failure, await process.Ended.ConfigureAwait(false), process.Pid);
    }
}
