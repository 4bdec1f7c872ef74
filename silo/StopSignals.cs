using System.Runtime.InteropServices;
using Actors.Gateway.Dispatching;

namespace Actors.Silo;

/// <summary>Says on the terminal that the silo stops and what it still waits for; a second SIGINT ends it without waiting.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly CancellationTokenRegistration _stopping;
    private int _interrupts;

    public StopSignals(IHostApplicationLifetime lifetime, IRequestsInFlight requests)
    {
        _stopping = lifetime.ApplicationStopping.Register(() => System.Console.Error.WriteLine(Sentence(requests.Count)));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            // Workers and zygotes need no farewell: the kernel ends them with the lifeline that this process holds.
            if (Interlocked.Increment(ref _interrupts) > 1)
                Environment.Exit(ExitCodes.Interrupted);
        });
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _stopping.Dispose();
    }

    private static string Sentence(int requests) => requests switch
    {
        0 => "stopping",
        1 => "stopping; 1 request is still running (Ctrl-C once more ends it now)",
        _ => $"stopping; {requests} requests are still running (Ctrl-C once more ends them now)",
    };
}
