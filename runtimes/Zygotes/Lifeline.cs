using System.Runtime.InteropServices;
using Actors.Runtimes.Native;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.Zygotes;

/// <summary>
/// The silo's end of the lifeline: a FIFO that workers and zygotes hold open for reading and only the silo for writing. When the silo
/// ends, however it ends, the kernel closes the end and kills all that hold the other one.
/// </summary>
internal sealed class Lifeline : IDisposable
{
    private readonly SafeFileHandle _end;

    private Lifeline(SafeFileHandle end) => _end = end;

    /// <summary>Makes the FIFO, mode 0600, and holds it.</summary>
    public static Lifeline Hold(string path)
    {
        File.Delete(path);
        if (NativeCalls.MakeFifo(path, 0x180) != 0)
        {
            throw new IOException($"The lifeline {path} could not be made (error {Marshal.GetLastPInvokeError()}).");
        }

        // Opened for reading too, since a FIFO without a reader cannot be opened for writing without waiting. Closed on exec: no child inherits it.
        var end = NativeCalls.Open(path, NativeCalls.OpenReadWrite | NativeCalls.OpenNonBlocking | NativeCalls.OpenCloseOnExec);
        return end.IsInvalid ? throw new IOException($"The lifeline {path} could not be opened (error {Marshal.GetLastPInvokeError()}).") : new Lifeline(end);
    }

    /// <summary>Lets go: all that hold on to it die.</summary>
    public void Dispose() => _end.Dispose();
}
