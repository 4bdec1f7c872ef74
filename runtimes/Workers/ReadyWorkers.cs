using System.Net.Sockets;
using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>The last step of a start: a process that says READY, and is locked down as it says, becomes a worker.</summary>
internal sealed class ReadyWorkers(IApiServices services, LimitClock limits, KeptBytecode bytecode, RuntimeOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Reads READY and makes the worker. On failure the connections are closed; the process is the caller's.</summary>
    /// <param name="child">Its process and connections.</param>
    /// <param name="order">The body of the START frame that a spare waits for; null when the zygote has told it already.</param>
    /// <param name="start">What it runs.</param>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="clock">Its journey.</param>
    /// <param name="learned">What becomes of the modules that it reports; null when it was not asked for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZygoteException">It does not become one.</exception>
    public async Task<Worker> ReadAsync(
        ForkedChild child, byte[]? order, WorkerStart start, Interpreter interpreter, JourneyClock clock,
        Action<IReadOnlyList<(string Name, string File)>>? learned, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(child.Control, ownsSocket: true);
        var frames = new FrameStream(stream, stream);
        try
        {
            if (order is not null)
            {
                await frames.WriteAsync(FrameKind.Start, order, cancellationToken).ConfigureAwait(false);
            }

            var (steps, layers) = await ReadReadyAsync(frames, clock, cancellationToken).ConfigureAwait(false);
            Tell(clock, steps);

            // No code of the app has run yet, so the word can be taken; what the kernel shows is looked at all the same.
            if (LockdownCheck.Missing(child.Parent.Sandbox, child.Process.Pid, start.Deployment.Uid) is { } missing)
            {
                throw new ZygoteException("lockdown", missing);
            }

            return Become(start, interpreter, child.Process, frames, child.Requests, layers, clock, learned);
        }
        catch
        {
            frames.Dispose();
            foreach (var request in child.Requests)
            {
                request.Dispose();
            }

            throw;
        }
    }

    /// <summary>Reads frames up to READY.</summary>
    public static async Task<(IReadOnlyList<(string Step, long Microseconds)> Steps, IReadOnlyList<string> Layers)> ReadReadyAsync(
        FrameStream frames, JourneyClock clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await frames.ReadAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new ZygoteException("ready", "The worker closed its control connection before it was ready.");
            clock.Mark();
            if (frame.Kind == FrameKind.Ready)
            {
                return ControlFrames.ReadReady(frame.Body);
            }

            if (frame.Kind != FrameKind.Log)
            {
                throw new FrameException($"A frame of kind {(int)frame.Kind} came before READY.");
            }
        }
    }

    /// <summary>Puts the worker's own steps into its journey.</summary>
    public static void Tell(JourneyClock clock, IReadOnlyList<(string Step, long Microseconds)> steps)
    {
        foreach (var (name, microseconds) in steps)
        {
            if (Enum.TryParse<SpawnStep>(name, ignoreCase: true, out var step) && step is > SpawnStep.VersionZygote and < SpawnStep.Ready)
            {
                clock.Told(step, microseconds);
            }
        }
    }

    /// <summary>Makes the worker of what is known to be one.</summary>
    public Worker Become(
        WorkerStart start, Interpreter interpreter, WorkerProcess process, FrameStream frames, Socket[] requests, IReadOnlyList<string> layers, JourneyClock clock,
        Action<IReadOnlyList<(string Name, string File)>>? learned)
    {
        clock.Passed(SpawnStep.Ready);
        return new Worker(process, start, interpreter.Generation, frames, requests, clock.Journey(), layers, services, limits, options.Limits, bytecode, learned, time, log);
    }
}
