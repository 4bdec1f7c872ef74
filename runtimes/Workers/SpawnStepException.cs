using Actors.Grains.Workers;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>A step of a start failed; nothing of the process is left.</summary>
/// <param name="cause">What happened.</param>
/// <param name="end">How the process ended, if there was one.</param>
/// <param name="pid">Its number, or 0.</param>
internal sealed class SpawnStepException(Exception cause, WorkerEnd? end, int pid) : Exception(cause.Message, cause)
{
    public Exception Cause { get; } = cause;

    public WorkerEnd? End { get; } = end;

    public int Pid { get; } = pid;

    /// <summary>Whether it is one of those that a step of a start may end with.</summary>
    public static bool Covers(Exception failure) => failure is OperationCanceledException or ZygoteException or Frames.FrameException or IOException or System.Net.Sockets.SocketException;
}
