using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Native;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>
/// Starts workers:
/// <code>
/// 1. the interpreter's zygote          3. pidfd held, zygote told, connections paired
/// 2. SPAWN, the zygote forks           4. the worker's READY
/// </code>
/// A version zygote that is there is asked first (<see cref="VersionZygotes.VersionSpawn"/>); when it fails, these steps are taken all the same.
/// Whatever fails on the way, nothing of the worker is left, and the exception tells the step.
/// </summary>
internal sealed class WorkerSpawner(
    BaseZygotes zygotes,
    WorkerListener listener,
    WatchedWorkers watched,
    SpawnOrders orders,
    ReadyWorkers readyWorkers,
    VersionZygotes.VersionZygoteSet versionZygotes,
    AppGroups groups,
    RuntimeOptions options,
    TimeProvider time,
    ILogger<WorkerSpawner> log) : IWorkerSpawner
{
    private static readonly TimeSpan _lastWords = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var clock = new JourneyClock(time);
        var interpreter = zygotes.Interpreters.Find(start.Deployment.Runtime)
            ?? throw SpawnFailures.NoInterpreter(start, zygotes.Interpreters.Missing(start.Deployment.Runtime), clock);
        using var limit = new CancellationTokenSource(options.SpawnTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var mayDieYoung = true;
        try
        {
            if (await versionZygotes.TrySpawnAsync(start, clock, both.Token).ConfigureAwait(false) is { } quick)
            {
                RuntimeLog.WorkerReady(log, quick.Pid, start.Deployment.Key, quick.Journey.TotalMicroseconds);
                return quick;
            }

            while (true)
            {
                try
                {
                    if (await TrySpawnAsync(start, interpreter, clock, both.Token).ConfigureAwait(false) is { } worker)
                    {
                        RuntimeLog.WorkerReady(log, worker.Pid, start.Deployment.Key, worker.Journey.TotalMicroseconds);
                        versionZygotes.Started(worker, start, interpreter);
                        return worker;
                    }
                }
                catch (SpawnStepException killed) when (mayDieYoung && killed.End is { Signal: not null } end && !both.IsCancellationRequested)
                {
                    // Somebody killed it before any of the app's code ran: the next one has the same chance as any.
                    RuntimeLog.WorkerDiedYoung(log, killed.Pid, start.Deployment.Key, end.Describe());
                    mayDieYoung = false;
                    clock.Restart();
                }
            }
        }
        catch (SpawnStepException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw SpawnFailures.Of(start, interpreter, clock, failure.Cause, failure.End, zygotes.Of(interpreter).LastFailure, options.SpawnTimeout);
        }
    }

    // Null: the zygote died before it had forked, and the next one is to be asked.
    private async Task<Worker?> TrySpawnAsync(WorkerStart start, Interpreter interpreter, JourneyClock clock, CancellationToken cancellationToken)
    {
        using var spawn = new PendingSpawn(orders.NextId(), start.Connections);
        ZygoteProcess? asked = null;
        WorkerProcess? process = null;
        var temp = "";
        try
        {
            // 1.
            asked = await zygotes.Of(interpreter).GetAsync(cancellationToken).ConfigureAwait(false);
            clock.Passed(SpawnStep.Zygote);

            // 2.
            listener.Expect(spawn);
            temp = asked.TakeTemp(spawn, start.Deployment.Uid);
            var learned = versionZygotes.Learning(start, interpreter);
            await asked.SpawnAsync(spawn, orders.Worker(spawn, start, interpreter, temp, learned is not null), cancellationToken).ConfigureAwait(false);
            var forked = await spawn.Spawned.WaitAsync(cancellationToken).ConfigureAwait(false);
            clock.Told(SpawnStep.Connect, forked.ConnectMicroseconds);
            clock.Told(SpawnStep.Fork, forked.ForkMicroseconds);

            // 3. The zygote does not reap before it is told, so the number is still the worker's.
            var handle = NativeCalls.OpenProcess(forked.Pid)
                ?? throw new ZygoteException("fork", $"Process {forked.Pid} was gone before it could be watched.");
            process = watched.Add(forked.Pid, handle, spawn);
            groups.Add(forked.Pid, start.Deployment.App, process.Ended);
            _ = DeleteAfterAsync(temp, process);
            await asked.WatchedAsync(spawn.Id).ConfigureAwait(false);
            await spawn.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            var (control, requests, output) = spawn.TakeConnections();
            process.Listen(output);

            // 4.
            return await readyWorkers.ReadAsync(
                start, interpreter, asked.Sandbox, process, control, requests, clock, learned, cancellationToken).ConfigureAwait(false);
        }
        catch (ZygoteException failure) when (failure.IsGone && process is null)
        {
            clock.Restart();
            return null;
        }
        catch (Exception failure) when (failure is OperationCanceledException or ZygoteException or FrameException or IOException)
        {
            throw new SpawnStepException(failure, await CleanUpAsync(asked, spawn, process, failure is OperationCanceledException).ConfigureAwait(false), process?.Pid ?? 0);
        }
        finally
        {
            listener.Forget(spawn);
            if (process is null && temp.Length > 0)
            {
                TempDirectories.Delete(temp);
            }
        }
    }

    private static async Task DeleteAfterAsync(string temp, WorkerProcess process)
    {
        if (temp.Length > 0)
        {
            await process.Ended.ConfigureAwait(false);
            TempDirectories.Delete(temp);
        }
    }

    private static async Task<WorkerEnd?> CleanUpAsync(ZygoteProcess? asked, PendingSpawn spawn, WorkerProcess? process, bool gaveUp)
    {
        if (process is not null)
        {
            // It may be about to end by itself, and how it does says why.
            if (!gaveUp)
            {
                await ((Task)process.Ended).WaitAsync(_lastWords, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            process.Kill();
            return await process.Ended.ConfigureAwait(false);
        }

        if (asked is not null)
        {
            // Perhaps it forks later, or has forked and the silo has not heard: the zygote kills what there is, and may reap it.
            await asked.KillAsync(spawn.Id).ConfigureAwait(false);
            await asked.WatchedAsync(spawn.Id).ConfigureAwait(false);
        }

        return null;
    }

    private sealed class SpawnStepException(Exception cause, WorkerEnd? end, int pid) : Exception(cause.Message, cause)
    {
        public Exception Cause { get; } = cause;

        public WorkerEnd? End { get; } = end;

        public int Pid { get; } = pid;
    }
}
