using System.Net.Sockets;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Native;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.Workers;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>
/// Makes version zygotes:
/// <code>
/// 1. the base zygote forks a process, which locks itself down and says READY       3. PRELOAD: it imports the libraries, PRELOADED
/// 2. what the kernel shows of it: locked down, one thread, so many descriptors     4. what the kernel shows now: one thread, as many descriptors, memory
/// </code>
/// </summary>
internal sealed class VersionZygoteMaker(
    BaseZygotes zygotes, WorkerListener listener, WatchedWorkers watched, SpawnOrders orders, AppGroups groups, RuntimeOptions options, TimeProvider time, ILogger<VersionZygoteSet> log)
{
    /// <summary>Makes one, of a framework's zygote where the version may have that and does not turn out to be unfit for it.</summary>
    /// <param name="start">The version, as an instance of it is started.</param>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="libraries">What it imports.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <exception cref="UnfitException">The libraries do not allow it.</exception>
    /// <exception cref="ZygoteException">It did not work this time; nothing of it is left.</exception>
    public async Task<VersionZygote> MakeAsync(WorkerStart start, Interpreter interpreter, LibraryModules libraries, CancellationToken cancellationToken)
    {
        if (options.VersionZygotes.ShareFrameworks && interpreter.Generation == PythonGeneration.Python3 && libraries.Framework is { } framework)
        {
            try
            {
                return await MakeAsync(zygotes.Of(interpreter, framework), start, interpreter, libraries, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is UnfitException or ZygoteException && !cancellationToken.IsCancellationRequested)
            {
                RuntimeLog.FrameworkNotShared(log, start.Deployment.Key, framework, failure.Message);
            }
        }

        return await MakeAsync(zygotes.Of(interpreter), start, interpreter, libraries, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Why it holds too much memory, as a main clause; null when it does not.</summary>
    public static string? TooLarge(long? bytes, int megabytes) => bytes > new MemoryLimit(megabytes).Soft
        ? $"the libraries alone take {bytes / (1 << 20)} MB, and the instance class has {megabytes} MB"
        : null;

    private async Task<VersionZygote> MakeAsync(BaseZygote ancestor, WorkerStart start, Interpreter interpreter, LibraryModules libraries, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ZygoteTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var spawn = new PendingSpawn(orders.NextId(), connections: 0);
        WorkerProcess? process = null;
        FrameStream? control = null;
        var temp = "";
        ZygoteProcess? parent = null;
        try
        {
            // 1.
            parent = await ancestor.GetAsync(both.Token).ConfigureAwait(false);
            temp = parent.TakeTemp(spawn, start.Deployment.Uid);
            listener.Expect(spawn);
            await parent.SpawnAsync(spawn, orders.VersionZygote(spawn, start, interpreter, temp), both.Token).ConfigureAwait(false);
            var forked = await spawn.Spawned.WaitAsync(both.Token).ConfigureAwait(false);
            var handle = NativeCalls.OpenProcess(forked.Pid) ?? throw new ZygoteException("fork", "It was gone before it could be watched.");
            process = watched.Add(forked.Pid, handle, spawn);
            groups.Add(forked.Pid, start.Deployment.App, process.Ended);
            await parent.WatchedAsync(spawn.Id).ConfigureAwait(false);
            await spawn.Connected.WaitAsync(both.Token).ConfigureAwait(false);
            var (socket, _, output) = spawn.TakeConnections();
            process.Listen(output);
            var stream = new NetworkStream(socket, ownsSocket: true);
            control = new FrameStream(stream, stream);
            var (_, layers) = await ReadyWorkers.ReadReadyAsync(control, new JourneyClock(time), both.Token).ConfigureAwait(false);

            // 2. Nothing of the version has run yet.
            if (LockdownCheck.Missing(parent.Sandbox, process.Pid, start.Deployment.Uid) is { } missing)
            {
                throw new ZygoteException("lockdown", missing);
            }

            var descriptors = ProcessLook.Descriptors(process.Pid);

            // 3.
            await control.WriteAsync(FrameKind.Preload, ControlFrames.Preload(interpreter.Generation, start.Deployment.CodeTree, libraries.Homes, libraries.Names), both.Token)
                .ConfigureAwait(false);
            var frame = await control.ReadAsync(both.Token).ConfigureAwait(false) ?? throw new ZygoteException("preload", "It ended while it imported the libraries.");
            if (frame.Kind != FrameKind.Preloaded)
            {
                throw new UnfitException($"it sent a frame of kind {(int)frame.Kind}");
            }

            var (modules, reason) = ControlFrames.ReadPreloaded(frame.Body);

            // 4.
            var unfit = (reason.Length > 0 ? reason[..Math.Min(reason.Length, 200)] : null)
                ?? VersionZygote.Unfit(ProcessLook.Threads(process.Pid), ProcessLook.Descriptors(process.Pid), descriptors)
                ?? TooLarge(ProcessMemory.Private(process.Pid), start.Deployment.MemoryMegabytes)
                ?? (Leftovers.Strays(new HashSet<int> { process.Pid }, watched.Contains).Count > 0 ? "a library has started a process" : null);
            if (unfit is not null)
            {
                throw new UnfitException(unfit);
            }

            var made = new VersionZygote(spawn.Id, start.Deployment, interpreter, parent, process, control, layers, descriptors, modules);
            _ = DeleteAfterAsync(temp, made);
            return made;
        }
        catch (Exception failure) when (failure is OperationCanceledException or ZygoteException or UnfitException or FrameException or IOException or SocketException)
        {
            await CleanUpAsync(parent, spawn, process, control, temp).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw failure is UnfitException or ZygoteException ? failure
                : new ZygoteException("preload", failure is OperationCanceledException ? $"It was not ready within {options.ZygoteTimeout.TotalSeconds} s." : failure.Message);
        }
        finally
        {
            listener.Forget(spawn);
        }
    }

    private async Task CleanUpAsync(ZygoteProcess? parent, PendingSpawn spawn, WorkerProcess? process, FrameStream? control, string temp)
    {
        if (process is not null)
        {
            process.Kill();
            await process.Ended.ConfigureAwait(false);
            Leftovers.KillStrays(watched.Contains);
        }
        else if (parent is not null)
        {
            await parent.KillAsync(spawn.Id).ConfigureAwait(false);
            await parent.WatchedAsync(spawn.Id).ConfigureAwait(false);
        }

        control?.Dispose();
        if (temp.Length > 0)
        {
            TempDirectories.Delete(temp);
        }
    }

    // Its workers share it.
    private static async Task DeleteAfterAsync(string temp, VersionZygote zygote)
    {
        if (temp.Length > 0)
        {
            await zygote.Ended.ConfigureAwait(false);
            await zygote.AllWorkersEnded().ConfigureAwait(false);
            TempDirectories.Delete(temp);
        }
    }
}
