using Actors.Runtimes.Limits;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>What one app has in use: no app can use up what all share.</summary>
internal sealed class AppUsage(string app, int maxConnections, long maxBuffered, OpenFiles openFiles)
{
    private int _connections;
    private long _buffered;

    /// <summary>The application id.</summary>
    public string App { get; } = app;

    /// <summary>Connections that are open or being opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Bytes that are held.</summary>
    public long Buffered => Volatile.Read(ref _buffered);

    /// <summary>Counts a connection.</summary>
    /// <exception cref="FetchException">There are too many, of the app or of all.</exception>
    public void Connect()
    {
        if (!openFiles.HasRoomForOneMore)
            throw new FetchException(ErrorCode.InternalTransientError, "The platform has too many connections open; try again when some have ended.");
        if (Interlocked.Increment(ref _connections) <= maxConnections)
            return;
        Disconnect();
        throw new FetchException(ErrorCode.InternalTransientError, $"The app has {maxConnections} connections open already; try again when some have ended.");
    }

    /// <summary>One less.</summary>
    public void Disconnect() => Interlocked.Decrement(ref _connections);

    /// <summary>Counts bytes; give them back with a negative number.</summary>
    /// <exception cref="FetchException">There are too many; these are not counted.</exception>
    public void Buffer(long bytes)
    {
        if (Interlocked.Add(ref _buffered, bytes) <= maxBuffered || bytes < 0)
            return;
        Interlocked.Add(ref _buffered, -bytes);
        throw new FetchException(ErrorCode.InternalTransientError, "The app's fetches hold too much in memory at the same time; try again with fewer.");
    }
}
