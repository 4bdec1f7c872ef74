using Actors.Runtimes.Native;

namespace Actors.Runtimes.Limits;

/// <summary>
/// What the silo may have open: each connection of a client, each of the connections of a worker and each file takes a descriptor, and .NET ends a process that needs
/// one and gets none. So nobody outside can have it use up all: clients get a fifth, no worker is started when half is in use, nothing is fetched when seven tenths are.
/// </summary>
public sealed class OpenFiles
{
    /// <summary>More than this is not asked of the kernel: as much as it allows where nobody has set it differently.</summary>
    private const long Most = 1 << 20;

    /// <summary>With less than this an operator had better know: some 150 instances of an app that says nothing of scaling.</summary>
    internal const long Few = 4096;

    private readonly Func<long> _used;

    /// <summary>Of a process that may have so many open.</summary>
    /// <param name="limit">How many.</param>
    /// <param name="used">Counts them.</param>
    public OpenFiles(long limit, Func<long> used)
    {
        Limit = limit;
        _used = used;
    }

    /// <summary>For what runs without bounds.</summary>
    public static OpenFiles Unlimited { get; } = new(long.MaxValue, static () => 0);

    /// <summary>How many descriptors there are.</summary>
    public long Limit { get; }

    /// <summary>How many are in use.</summary>
    public long Used => _used();

    /// <summary>The most connections that clients may have, so that as many again can each be sent a file.</summary>
    public long Clients => Limit / 5;

    /// <summary>How many may be in use when a worker has been started.</summary>
    public long Workers => Limit / 2;

    /// <summary>Whether a worker with so many connections can be started.</summary>
    public bool HasRoomForWorker(int connections) => Used + connections <= Workers;

    /// <summary>Whether one more connection to the world can be opened.</summary>
    public bool HasRoomForFetch => Used < Limit * 7 / 10;

    /// <summary>Whether idle workers had better go, so that others can start.</summary>
    public bool IsShort => Used > Limit * 2 / 5;

    /// <summary>Of this process, after its limit was raised as far as the kernel lets it: root may go beyond what it was started with.</summary>
    public static OpenFiles OfThisProcess()
    {
        var limit = NativeCalls.DescriptorLimit();
        if (limit < Most && NativeCalls.RaiseDescriptorLimit(Most))
        {
            limit = Most;
        }

        return new OpenFiles(limit, Count);
    }

    // The kernel says how many as the directory's size since 6.2; before that they have to be counted.
    private static long Count()
    {
        const string Directory = "/proc/self/fd";
        return NativeCalls.Identify(Directory) is { Size: > 0 } known ? known.Size : System.IO.Directory.EnumerateFileSystemEntries(Directory).LongCount();
    }
}
