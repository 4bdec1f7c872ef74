using System.Net.Sockets;
using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
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
/// Whatever fails on the way, nothing of the worker is left, and the exception tells the step.
/// </summary>
internal sealed class WorkerSpawner(
    BaseZygotes zygotes,
    WorkerListener listener,
    WatchedWorkers watched,
    string lifeline,
    IApiServices services,
    LimitClock limits,
    AppGroups groups,
    KeptBytecode bytecode,
    RuntimeOptions options,
    TimeProvider time,
    ILogger<WorkerSpawner> log) : IWorkerSpawner
{
    private static readonly TimeSpan _lastWords = TimeSpan.FromMilliseconds(500);
    private long _lastId;

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
            while (true)
            {
                try
                {
                    if (await TrySpawnAsync(start, interpreter, clock, both.Token).ConfigureAwait(false) is { } worker)
                    {
                        RuntimeLog.WorkerReady(log, worker.Pid, start.Deployment.Key, worker.Journey.TotalMicroseconds);
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
        using var spawn = new PendingSpawn(Interlocked.Increment(ref _lastId), start.Deployment.MaxConcurrentRequests + start.ConnectionsBeside);
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
            temp = TempOf(asked, interpreter, spawn, start);
            await asked.SpawnAsync(spawn, Frame(spawn, start, interpreter, temp), cancellationToken).ConfigureAwait(false);
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
            return await ReadyAsync(start, interpreter, asked.Sandbox, process, control, requests, clock, cancellationToken).ConfigureAwait(false);
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

    // Only python3 writes, and only where the kernel gives it no file system of its own does it need a directory.
    private static string TempOf(ZygoteProcess zygote, Interpreter interpreter, PendingSpawn spawn, WorkerStart start) =>
        interpreter.Generation == PythonGeneration.Python3 && !zygote.HasMounts ? zygote.Sandbox.Temp.Take(spawn.Id, start.Deployment.Uid) : "";

    private static async Task DeleteAfterAsync(string temp, WorkerProcess process)
    {
        if (temp.Length > 0)
        {
            await process.Ended.ConfigureAwait(false);
            TempDirectories.Delete(temp);
        }
    }

    private SpawnFrame Frame(PendingSpawn spawn, WorkerStart start, Interpreter interpreter, string temp) => new(
        spawn.Id,
        listener.Path,
        lifeline,
        start.Deployment.MaxConcurrentRequests + start.ConnectionsBeside,
        start.Deployment.Uid,
        start.Deployment.Uid,
        temp,
        StartFrame.Write(start, interpreter.Generation, options));

    private async Task<Worker> ReadyAsync(
        WorkerStart start, Interpreter interpreter, WorkerSandbox sandbox, WorkerProcess process, Socket control, Socket[] requests, JourneyClock clock, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(control, ownsSocket: true);
        var frames = new FrameStream(stream, stream);
        try
        {
            while (true)
            {
                var frame = await frames.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ?? throw new ZygoteException("ready", "The worker closed its control connection before it was ready.");
                clock.Mark();
                if (frame.Kind == FrameKind.Log)
                {
                    continue;
                }

                if (frame.Kind != FrameKind.Ready)
                {
                    throw new FrameException($"A frame of kind {(int)frame.Kind} came before READY.");
                }

                var (steps, layers) = ControlFrames.ReadReady(frame.Body);
                foreach (var (name, microseconds) in steps)
                {
                    if (Enum.TryParse<SpawnStep>(name, ignoreCase: true, out var step) && step is > SpawnStep.Fork and < SpawnStep.Ready)
                    {
                        clock.Told(step, microseconds);
                    }
                }

                // No code of the app has run yet, so the word can be taken; what the kernel shows is looked at all the same.
                if (LockdownCheck.Missing(sandbox, process.Pid, start.Deployment.Uid) is { } missing)
                {
                    throw new ZygoteException("lockdown", missing);
                }

                clock.Passed(SpawnStep.Ready);
                return new Worker(process, start, interpreter.Generation, frames, requests, clock.Journey(), layers, services, limits, options.Limits, bytecode, time, log);
            }
        }
        catch
        {
            frames.Dispose();
            foreach (var request in requests)
            {
                request.Dispose();
            }

            throw;
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
