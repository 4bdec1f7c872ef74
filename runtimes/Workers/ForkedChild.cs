using System.Net.Sockets;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Workers;

/// <summary>A child of a base zygote that is watched and connected, and on its way to be a worker.</summary>
/// <param name="Spawn">Its number.</param>
/// <param name="Parent">The zygote that forked it.</param>
/// <param name="Process">Its process.</param>
/// <param name="Control">Its control connection.</param>
/// <param name="Requests">Its request connections.</param>
/// <param name="Forked">What the zygote said of it.</param>
internal sealed record ForkedChild(PendingSpawn Spawn, ZygoteProcess Parent, WorkerProcess Process, Socket Control, Socket[] Requests, SpawnedFrame Forked)
{
    /// <summary>Ends the process, and closes the connections.</summary>
    public void Discard()
    {
        Process.Kill();
        Control.Dispose();
        foreach (var request in Requests)
        {
            request.Dispose();
        }
    }
}
