using Actors.Runtimes.Native;

namespace Actors.Runtimes.Limits;

/// <summary>
/// What the silo may have open: each connection of a client, each of the connections of a worker and each file takes a descriptor, and .NET ends a process that needs
/// one and gets none. So nobody can have it use up all:
/// <code>
/// clients' connections                         53 % of the limit, one more is closed
/// the admin port's                              1 %, likewise
/// workers' connections and the silo's own      38 %, then no worker is started; at 36 % idle ones had better go
/// files for clients, connections to the world  up to 43 % with those
/// </code>
/// What is left is for what the silo opens for itself at any time.
/// </summary>
public sealed class OpenFiles
{
    /// <summary>More than this is not asked of the kernel: as much as it allows where nobody has set it differently.</summary>
    private const long Most = 1 << 20;

    /// <summary>With less than this an operator had better know: some 150 instances of an app that says nothing of scaling.</summary>
    internal const long Few = 4096;

    private readonly Func<long> _used;
    private long _clients;

    /// <summary>Of a process that may have so many open.</summary>
    /// <param name="limit">How many.</param>
    /// <param name="used">Counts them.</param>
    public OpenFiles(long limit, Func<long> used)
    {
        Limit = limit;
        _used = used;
    }

    /// <summary>For what runs without bounds.</summary>
    public static OpenFiles Unlimited => new(long.MaxValue / 100, static () => 0);

    /// <summary>How many descriptors there are.</summary>
    public long Limit { get; }

    /// <summary>How many are in use.</summary>
    public long Used => _used();

    /// <summary>The most connections that clients of apps may have.</summary>
    public long MostClients => Limit * 53 / 100;

    /// <summary>The most connections that clients of the admin port may have: 200, or fewer where there are few.</summary>
    public long MostAdminClients => Math.Clamp(Limit / 100, 10, 200);

    /// <summary>The most that workers may have, and the silo for itself.</summary>
    public long MostWithoutClients => Limit * 38 / 100;

    /// <summary>How many are in use for workers and by the silo itself.</summary>
    public long UsedWithoutClients => Used - Volatile.Read(ref _clients);

    /// <summary>Whether a worker with so many connections can be started.</summary>
    public bool HasRoomForWorker(int connections) => UsedWithoutClients + connections <= MostWithoutClients;

    /// <summary>Whether one more file can be opened for a client, or one more connection to the world.</summary>
    public bool HasRoomForOneMore => UsedWithoutClients < Limit * 43 / 100;

    /// <summary>Whether idle workers had better go, so that others can start.</summary>
    public bool IsShort => UsedWithoutClients > Limit * 36 / 100;

    /// <summary>A client has connected, to an app or to the admin port.</summary>
    public void ClientCame() => Interlocked.Increment(ref _clients);

    /// <summary>Its connection is closed.</summary>
    public void ClientWent() => Interlocked.Decrement(ref _clients);

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
