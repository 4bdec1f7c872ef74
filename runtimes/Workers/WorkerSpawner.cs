using Actors.Grains.Workers;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
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
/// A version zygote that is there is asked first (<see cref="VersionZygotes.VersionSpawn"/>), then a spare for which 1 to 3 are done already (<see cref="SpareWorkers"/>);
/// when either fails, all steps are taken. Whatever fails on the way, nothing of the worker is left, and the exception tells the step.
/// </summary>
internal sealed class WorkerSpawner(
    BaseZygotes zygotes,
    BaseSpawn forks,
    SpareWorkers spares,
    SpawnOrders orders,
    ReadyWorkers readyWorkers,
    VersionZygotes.VersionZygoteSet versionZygotes,
    AppGroups groups,
    OpenFiles openFiles,
    RuntimeOptions options,
    TimeProvider time,
    ILogger<WorkerSpawner> log) : IWorkerSpawner
{
    /// <inheritdoc/>
    public async Task<IWorker> SpawnAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var clock = new JourneyClock(time);
        var interpreter = zygotes.Interpreters.Find(start.Deployment.Runtime)
            ?? throw SpawnFailures.NoInterpreter(start, zygotes.Interpreters.Missing(start.Deployment.Runtime), clock);
        if (!openFiles.HasRoomForWorker(start.Connections))
        {
            throw SpawnFailures.NoDescriptors(start, openFiles, clock);
        }

        using var limit = new CancellationTokenSource(options.SpawnTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var worker = await versionZygotes.TrySpawnAsync(start, clock, both.Token).ConfigureAwait(false);
            if (worker is null)
            {
                worker = await FromSpareAsync(start, interpreter, clock, both.Token).ConfigureAwait(false)
                    ?? await FromBaseAsync(start, interpreter, clock, both.Token).ConfigureAwait(false);
                spares.Started(interpreter, start.Connections);
                versionZygotes.Started(worker, start, interpreter);
            }

            RuntimeLog.WorkerReady(log, worker.Pid, start.Deployment.Key, worker.Journey.TotalMicroseconds);
            return worker;
        }
        catch (SpawnStepException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw SpawnFailures.Of(start, interpreter, clock, failure.Cause, failure.End, zygotes.Of(interpreter).LastFailure, options.SpawnTimeout);
        }
    }

    // Null: there was none, or it failed, which a new process may not.
    private async Task<Worker?> FromSpareAsync(WorkerStart start, Interpreter interpreter, JourneyClock clock, CancellationToken cancellationToken)
    {
        if (spares.Take(interpreter, start.Connections) is not { } spare)
        {
            return null;
        }

        try
        {
            var learned = versionZygotes.Learning(start, interpreter);
            var temp = spare.Parent.TakeTemp(spare.Spawn, start.Deployment.Uid);
            _ = DeleteAfterAsync(temp, spare.Process);
            foreach (var surplus in spare.Requests[start.Connections..])
            {
                surplus.Dispose();
            }

            var order = orders.Start(start, interpreter, temp, learned is not null);
            clock.Passed(SpawnStep.Spare);
            return await BecomeAsync(spare with { Requests = spare.Requests[..start.Connections] }, order, start, interpreter, clock, learned, cancellationToken).ConfigureAwait(false);
        }
        catch (SpawnStepException failure) when (!cancellationToken.IsCancellationRequested)
        {
            RuntimeLog.SpareFailed(log, spare.Process.Pid, start.Deployment.Key, failure.End?.Describe() ?? failure.Message);
            clock.Restart();
            return null;
        }
    }

    private async Task<Worker> FromBaseAsync(WorkerStart start, Interpreter interpreter, JourneyClock clock, CancellationToken cancellationToken)
    {
        var mayDieYoung = true;
        while (true)
        {
            try
            {
                if (await TryFromBaseAsync(start, interpreter, clock, cancellationToken).ConfigureAwait(false) is { } worker)
                {
                    return worker;
                }
            }
            catch (SpawnStepException killed) when (mayDieYoung && killed.End is { Signal: not null } end && !cancellationToken.IsCancellationRequested)
            {
                // Somebody killed it before any of the app's code ran: the next one has the same chance as any.
                RuntimeLog.WorkerDiedYoung(log, killed.Pid, start.Deployment.Key, end.Describe());
                mayDieYoung = false;
            }

            clock.Restart();
        }
    }

    // Null: the zygote died before it had forked, and the next one is to be asked.
    private async Task<Worker?> TryFromBaseAsync(WorkerStart start, Interpreter interpreter, JourneyClock clock, CancellationToken cancellationToken)
    {
        using var spawn = new PendingSpawn(orders.NextId(), start.Connections);
        var temp = "";
        ForkedChild? child = null;
        try
        {
            // 1.
            var zygote = await GetAsync(interpreter, cancellationToken).ConfigureAwait(false);
            clock.Passed(SpawnStep.Zygote);

            // 2., 3.
            temp = zygote.TakeTemp(spawn, start.Deployment.Uid);
            var learned = versionZygotes.Learning(start, interpreter);
            child = await forks.ForkAsync(zygote, spawn, orders.Worker(spawn, start, interpreter, temp, learned is not null), cancellationToken).ConfigureAwait(false);
            if (child is null)
            {
                return null;
            }

            _ = DeleteAfterAsync(temp, child.Process);
            clock.Told(SpawnStep.Connect, child.Forked.ConnectMicroseconds);
            clock.Told(SpawnStep.Fork, child.Forked.ForkMicroseconds);

            // 4.
            return await BecomeAsync(child, null, start, interpreter, clock, learned, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (child is null && temp.Length > 0)
            {
                TempDirectories.Delete(temp);
            }
        }
    }

    private async Task<ZygoteProcess> GetAsync(Interpreter interpreter, CancellationToken cancellationToken)
    {
        try
        {
            return await zygotes.Of(interpreter).GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException failure)
        {
            throw new SpawnStepException(failure, null, 0);
        }
    }

    private async Task<Worker> BecomeAsync(
        ForkedChild child, byte[]? order, WorkerStart start, Interpreter interpreter, JourneyClock clock, Action<IReadOnlyList<(string Name, string File)>>? learned, CancellationToken cancellationToken)
    {
        try
        {
            groups.Add(child.Process.Pid, start.Deployment.App, child.Process.Ended);
            return await readyWorkers.ReadAsync(child, order, start, interpreter, clock, learned, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (SpawnStepException.Covers(failure))
        {
            throw await BaseSpawn.EndedAsync(child.Process, failure).ConfigureAwait(false);
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
}
