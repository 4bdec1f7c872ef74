using System.Runtime.InteropServices;

namespace Actors.Runtimes.Sandbox;

/// <summary>Questions to the kernel about its sandboxes. Numbers are those of x86-64; arm64 differs where named.</summary>
internal static partial class SandboxCalls
{
    private const long LandlockCreateRuleset = 444;
    private const nint LandlockVersion = 1;
    private const nint SeccompActionAvailable = 2;
    private const uint ActionKillProcess = 0x80000000;
    private const uint ActionErrno = 0x00050000;

    private static long SeccompNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 277 : 317;

    /// <summary>The version of Landlock, 0 without.</summary>
    public static int LandlockAbi() => (int)Math.Max(SystemCall(LandlockCreateRuleset, 0, 0, LandlockVersion), 0);

    /// <summary>Whether filters can be entered, kill a process and answer with an error.</summary>
    public static bool HasSeccompFilters() => HasAction(ActionKillProcess) && HasAction(ActionErrno);

    private static unsafe bool HasAction(uint action) => SystemCall(SeccompNumber, SeccompActionAvailable, 0, (nint)(&action)) == 0;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, nint a, nint b, nint c);
}
