using System.Globalization;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Limits;

/// <summary>How much memory an instance may have, and what is said when it has more. Without side effects.</summary>
/// <param name="Megabytes">Memory of the instance class in MiB: the soft limit.</param>
internal readonly record struct MemoryLimit(int Megabytes)
{
    private const long Mebibyte = 1 << 20;

    /// <summary>What a worker has mapped before the app's code: the copy of the zygote's heap, most of it shared.</summary>
    private const long OwnMegabytes = 64;

    /// <summary>A thread's stack with its guard and what else a thread costs, rounded up.</summary>
    private const long ThreadMegabytes = 2;

    /// <summary>From here on the instance is replaced once its requests have ended.</summary>
    public long Soft => Megabytes * Mebibyte;

    /// <summary>From here on it is killed.</summary>
    public long Hard => Soft * 3 / 2;

    /// <summary>
    /// RLIMIT_DATA. It counts what is mapped, touched or not, so all stacks of all threads fit below it: a start of a thread that fails for want of memory
    /// in the middle would never end.
    /// </summary>
    /// <param name="threads">The app's and those that answer requests.</param>
    public long Ceiling(int threads) => Hard + ((OwnMegabytes + (threads * ThreadMegabytes)) * Mebibyte);

    /// <summary>What App Engine wrote when an instance was over its soft limit.</summary>
    public string SoftMessage(long bytes, long requests, PythonGeneration generation) => generation == PythonGeneration.Python27
        ? string.Create(CultureInfo.InvariantCulture, $"Exceeded soft private memory limit of {Megabytes} MB with {bytes / Mebibyte} MB after servicing {requests} requests total. {Replaced}")
        : string.Create(CultureInfo.InvariantCulture, $"Exceeded soft memory limit of {Megabytes} MB with {bytes / Mebibyte} MB after servicing {requests} requests total. Consider setting a larger instance class in app.yaml.");

    /// <summary>Why an instance was killed, as a main clause.</summary>
    public string HardReason(long bytes) => string.Create(
        CultureInfo.InvariantCulture, $"it was found to be using too much memory: {bytes / Mebibyte} MB, and its instance class has {Megabytes} MB");

    private const string Replaced = "After handling this request, the process that handled this request was found to be using too much memory and was terminated.";
}
