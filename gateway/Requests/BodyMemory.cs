namespace Actors.Gateway.Requests;

/// <summary>
/// The memory that bodies of requests and responses take, of all requests under way together. What a client announces is not believed, what comes of it is counted; where there is
/// no room for more the request is refused. Small bodies are not counted: there cannot be more of them than connections.
/// </summary>
/// <param name="limit">Bytes.</param>
internal sealed class BodyMemory(long limit)
{
    /// <summary>Bodies of so many bytes are not counted: 16 KiB.</summary>
    public const int Small = 16 * 1024;

    private long _held;

    /// <summary>Bytes that are held.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Has a request hold so many bytes instead of those that it holds. False: there is no room for more, and nothing has changed.</summary>
    public bool TryHold(Exchange exchange, long bytes)
    {
        var counted = bytes > Small ? bytes : 0;
        var more = counted - exchange.HeldBytes;
        if (more == 0)
            return true;
        if (Interlocked.Add(ref _held, more) > limit && more > 0)
        {
            Interlocked.Add(ref _held, -more);
            return false;
        }

        exchange.HeldBytes = counted;
        return true;
    }

    /// <summary>The request has ended.</summary>
    public void LetGo(Exchange exchange) => TryHold(exchange, 0);
}
