using System.Runtime.InteropServices;
using Actors.Cli;
using Actors.Cli.Output;

// The first Ctrl-C lets a command say how it leaves things; a second one ends it at once.
using var interrupt = new CancellationTokenSource();
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
var host = new CliHost(Terminal.OfProcess(), TimeProvider.System, Environment.GetEnvironmentVariable, static () => new SocketsHttpHandler());
return await new CommandLine(host).RunAsync(args, interrupt.Token);
