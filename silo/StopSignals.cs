using System.Runtime.InteropServices;
using Actors.Gateway.Dispatching;

namespace Actors.Silo;

/// <summary>
/// Says on the terminal that the silo stops and what it still waits for; a second SIGINT ends it without waiting. Until the process ends, since the host listens to signals only until it has stopped: a second
/// SIGTERM after that would end the process in the middle of the rest.
/// </summary>
internal sealed class StopSignals
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private bool _isServing;
    private int _interrupts;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            // Workers and zygotes need no farewell: the kernel ends them with the lifeline that this process holds.
            if (Volatile.Read(ref _isServing) && Interlocked.Increment(ref _interrupts) > 1)
                Environment.Exit(ExitCodes.Interrupted);
        });
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel |= Volatile.Read(ref _isServing));
    }

    /// <summary>From now on the host stops at a first signal; before, it ends the process.</summary>
    public void Serve(IHostApplicationLifetime lifetime, IRequestsInFlight requests)
    {
        lifetime.ApplicationStopping.Register(() => System.Console.Error.WriteLine(Sentence(requests.Count)));
        Volatile.Write(ref _isServing, true);
    }

    /// <summary>Listens up to here.</summary>
    public void End()
    {
        GC.KeepAlive(_interrupt);
        GC.KeepAlive(_terminate);
    }

    private static string Sentence(int requests) => requests switch
    {
        0 => "stopping",
        1 => "stopping; 1 request is still running (Ctrl-C once more ends it now)",
        _ => $"stopping; {requests} requests are still running (Ctrl-C once more ends them now)",
    };
}
