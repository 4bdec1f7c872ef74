using System.Net.Sockets;
using System.Security.Cryptography;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Native;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.Workers;
using Actors.Runtimes.Zygotes;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>
/// Starts a worker from a version zygote:
/// <code>
/// 1. SPAWN: the base zygote connects and passes the descriptors on     3. SHOW with a random number, answered by the same process: the pidfd is its own
/// 2. SHOW, answered: the kernel says which process did, pidfd          4. READY; what the kernel shows of it
/// </code>
/// Nobody's word says which process it is. The number of the first answer may have passed to another process before the pidfd was opened; the second answer
/// cannot have been sent earlier than that, and as long as the process of the pidfd is there nobody else has its number.
/// </summary>
internal sealed class VersionSpawn(
    WorkerListener listener, WatchedWorkers watched, SpawnOrders orders, ReadyWorkers readyWorkers, AppGroups groups, TimeProvider time, TimeSpan patience)
{
    /// <summary>Starts one, within the patience.</summary>
    /// <exception cref="ZygoteException">The version zygote is of no use.</exception>
    public async Task<Worker> SpawnAsync(VersionZygote zygote, WorkerStart start, JourneyClock clock, CancellationToken cancellationToken)
    {
        using var spawn = new PendingSpawn(orders.NextId(), start.Connections);
        try
        {
            if (await zygote.UnfitAsync(time, cancellationToken).ConfigureAwait(false) is { } unfit)
            {
                throw new ZygoteException("versionzygote", unfit);
            }

            using var limit = new CancellationTokenSource(patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            zygote.Adopt(spawn);
            try
            {
                return await SpawnAsync(zygote, spawn, start, clock, both.Token).ConfigureAwait(false);
            }
            finally
            {
                zygote.Landed();
                listener.Forget(spawn);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or FrameException or IOException or SocketException)
        {
            throw new ZygoteException("versionzygote", failure is OperationCanceledException ? $"no worker came of it within {patience.TotalSeconds} s" : failure.Message);
        }
    }

    private async Task<Worker> SpawnAsync(VersionZygote zygote, PendingSpawn spawn, WorkerStart start, JourneyClock clock, CancellationToken cancellationToken)
    {
        clock.Passed(SpawnStep.Zygote);
        Socket? control = null;
        Socket[] requests = [];
        Socket? output = null;
        WorkerProcess? process = null;
        SafeFileHandle? handle = null;
        FrameStream? frames = null;
        var isReady = false;
        try
        {
            // 1.
            listener.Expect(spawn);
            var frame = orders.Worker(spawn, start, zygote.Interpreter, "", wantsModules: false) with { Through = zygote.Id };
            await zygote.Parent.SpawnAsync(spawn, frame, cancellationToken).ConfigureAwait(false);
            var handed = await spawn.Spawned.WaitAsync(cancellationToken).ConfigureAwait(false);
            clock.Told(SpawnStep.Connect, handed.ConnectMicroseconds);
            clock.Mark();
            await spawn.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            (control, requests, output) = spawn.TakeConnections();

            // 2.
            var witnessed = new WitnessedStream(control);
            var stream = new NetworkStream(control, ownsSocket: true);
            frames = new FrameStream(witnessed, stream);
            await ShowAsync(frames, zygote, 0, cancellationToken).ConfigureAwait(false);
            var pid = witnessed.Pid;
            var uid = start.Deployment.Uid == -1 ? NativeCalls.EffectiveUserId() : start.Deployment.Uid;
            if (pid <= 1 || pid == Environment.ProcessId || witnessed.Uid != uid || watched.Contains(pid))
            {
                throw new ZygoteException("versionzygote", $"process {pid} of user {witnessed.Uid} said that it was the worker");
            }

            handle = NativeCalls.OpenProcess(pid) ?? throw new ZygoteException("versionzygote", "the worker was gone before it could be watched");

            // 3.
            witnessed.Require(pid);
            await ShowAsync(frames, zygote, RandomNumberGenerator.GetInt32(1, int.MaxValue), cancellationToken).ConfigureAwait(false);
            if (!NativeCalls.Signal(handle, 0))
            {
                throw new ZygoteException("versionzygote", "the worker was gone before it was ready");
            }

            process = watched.Add(pid, handle, spawn);
            handle = null;
            process.Listen(output);
            output = null;
            groups.Add(pid, start.Deployment.App, process.Ended);
            clock.Passed(SpawnStep.VersionZygote);

            // 4.
            var (steps, _) = await ReadyWorkers.ReadReadyAsync(frames, clock, cancellationToken).ConfigureAwait(false);
            ReadyWorkers.Tell(clock, steps);
            var lines = ProcessLook.Lines(pid);
            if (LockdownCheck.Missing(zygote.Parent.Sandbox.Has, lines, start.Deployment.Uid) is { } missing && lines.Length > 0)
            {
                throw new ZygoteException("lockdown", missing);
            }

            if (zygote.Filters > 0 && zygote.Parent.Sandbox.Has(SandboxLayer.Seccomp) && ProcessLook.Filters(lines) <= zygote.Filters)
            {
                throw new ZygoteException("lockdown", "the kernel shows that the worker has not entered its own seccomp filter");
            }

            // What it says of its layers is said by a process that libraries have run in; the version zygote said it before.
            var worker = readyWorkers.Become(start, zygote.Interpreter, process, new FrameStream(stream, stream), requests, zygote.Layers, clock, learned: null);
            zygote.Has(worker);
            isReady = true;
            return worker;
        }
        catch (Exception failure) when ((failure is ZygoteException or FrameException or IOException) && output is { } said && LastWords(said) is { Length: > 0 } words)
        {
            throw new ZygoteException("versionzygote", $"{failure.Message} Its last output: {words}");
        }
        finally
        {
            if (!isReady)
            {
                Close();
            }
        }

        void Close()
        {
            process?.Kill();
            handle?.Dispose();
            frames?.Dispose();
            control?.Dispose();
            output?.Dispose();
            foreach (var request in requests)
            {
                request.Dispose();
            }
        }
    }

    // What a worker wrote that did not get as far as being watched: as far as it is there, and fits a line of the log.
    private static string LastWords(Socket output)
    {
        var words = new byte[400];
        try
        {
            return output.Available == 0 ? "" : System.Text.Encoding.UTF8.GetString(words, 0, output.Receive(words)).ReplaceLineEndings(" ").Trim();
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task ShowAsync(FrameStream frames, VersionZygote zygote, int number, CancellationToken cancellationToken)
    {
        await frames.WriteAsync(FrameKind.Show, ControlFrames.Show(zygote.Interpreter.Generation, number), cancellationToken).ConfigureAwait(false);
        var frame = await frames.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw new ZygoteException("versionzygote", "the worker ended before it was ready");
        if (frame.Kind != FrameKind.Shown || ControlFrames.ReadShown(frame.Body) != number)
        {
            throw new FrameException("SHOW was not answered.");
        }
    }
}
