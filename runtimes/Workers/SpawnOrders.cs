using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>Makes the frames that ask base zygotes for processes, each spawn with a number of its own.</summary>
/// <param name="socket">The silo's listening socket.</param>
/// <param name="lifeline">The FIFO whose only writer is the silo.</param>
/// <param name="options">What all workers are started with.</param>
internal sealed class SpawnOrders(string socket, string lifeline, RuntimeOptions options)
{
    private long _lastId;

    /// <summary>A number that no other spawn of this silo has.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>The wish for a worker.</summary>
    /// <param name="spawn">Its number and connections.</param>
    /// <param name="start">What it runs.</param>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="temp">Its temp directory on disk, or empty.</param>
    /// <param name="wantsModules">Whether it is to tell which modules it has loaded.</param>
    public SpawnFrame Worker(PendingSpawn spawn, WorkerStart start, Interpreter interpreter, string temp, bool wantsModules) => new(
        spawn.Id,
        socket,
        lifeline,
        start.Connections,
        start.Deployment.Uid,
        start.Deployment.Uid,
        temp,
        StartFrame.Write(start, interpreter.Generation, options, wantsModules));

    /// <summary>The wish for a child that waits for START, and meanwhile rehearses with one of no app.</summary>
    public SpawnFrame Spare(PendingSpawn spawn, Interpreter interpreter) => new(
        spawn.Id,
        socket,
        lifeline,
        spawn.Connections,
        -1,
        -1,
        "",
        StartFrame.Write(new WorkerStart(Rehearsal.Deployment(interpreter), Rehearsal.App), interpreter.Generation, options, wantsModules: false)) { IsSpare = true };

    /// <summary>What makes a worker of a spare: the body of a START frame.</summary>
    /// <param name="start">What it runs.</param>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="temp">Its temp directory on disk, or empty.</param>
    /// <param name="wantsModules">Whether it is to tell which modules it has loaded.</param>
    public byte[] Start(WorkerStart start, Interpreter interpreter, string temp, bool wantsModules) => ControlFrames.Start(
        interpreter.Generation, start.Connections, start.Deployment.Uid, temp, StartFrame.Write(start, interpreter.Generation, options, wantsModules));

    /// <summary>The wish for a version zygote: as for a worker of the version, without request connections.</summary>
    public SpawnFrame VersionZygote(PendingSpawn spawn, WorkerStart start, Interpreter interpreter, string temp) =>
        Worker(spawn, start, interpreter, temp, wantsModules: false) with { Connections = 0, VersionZygote = start.Connections };
}
