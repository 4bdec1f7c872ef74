using System.Buffers;
using System.Net.Sockets;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Workers;

/// <summary>
/// One request connection: the worker answers at its other end. The hot path of every request:
/// <code>
/// 1. header and body into one pooled buffer, one send that does not wait
/// 2. one receive, which nearly always brings the whole answer
/// 3. the answer's body into an array of its own
/// </code>
/// Between 2 and 3 the app may call services: those calls run beside one another and are answered as they end.
/// </summary>
internal sealed class RequestConnection : IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly Socket _socket;
    private readonly ApiCalls _calls;

    /// <summary>Takes over a connection.</summary>
    /// <param name="socket">The silo's end.</param>
    /// <param name="answer">Answers a service call with the body of an API_REPLY frame.</param>
    public RequestConnection(Socket socket, Func<ApiCall, CancellationToken, Task<byte[]>> answer)
    {
        _socket = socket;
        _socket.Blocking = false;
        _calls = new ApiCalls(answer, SendAsync);
    }

    /// <summary>How long the request on it may take.</summary>
    public RequestTime Time { get; } = new();

    /// <summary>Its deadline has come: services that it has called do not hold it any more.</summary>
    public void AbandonCalls() => _calls.Abandon();

    /// <summary>Sends a request and returns the body of the answer.</summary>
    /// <exception cref="FrameException">The worker broke the protocol.</exception>
    /// <exception cref="RequestNotBegunException">The worker was gone before it had the whole request.</exception>
    /// <exception cref="SocketException">The worker is gone.</exception>
    public async ValueTask<byte[]> ExchangeAsync(byte[] request)
    {
        // 1.
        try
        {
            await SendAsync(FrameKind.Request, request).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw new RequestNotBegunException(failure);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var filled = 0;
            while (true)
            {
                // 2.
                while (filled < FrameHeader.Size)
                {
                    try
                    {
                        filled += await ReceiveAsync(buffer.AsMemory(filled)).ConfigureAwait(false);
                    }
                    catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset && !_calls.AreRunning)
                    {
                        // The kernel says so only when the other end was closed with something unread, and nothing but the request was sent.
                        throw new RequestNotBegunException(failure);
                    }
                }

                var header = FrameHeader.Read(buffer);
                if (header.Kind is not (FrameKind.Response or FrameKind.ApiCall))
                {
                    throw new FrameException($"A frame of kind {(int)header.Kind} came on a request connection.");
                }

                // 3.
                var body = GC.AllocateUninitializedArray<byte>(header.Length);
                var here = Math.Min(header.Length, filled - FrameHeader.Size);
                buffer.AsSpan(FrameHeader.Size, here).CopyTo(body);
                for (var got = here; got < body.Length;)
                {
                    got += await ReceiveAsync(body.AsMemory(got)).ConfigureAwait(false);
                }

                var used = FrameHeader.Size + here;
                filled -= used;
                if (header.Kind == FrameKind.Response)
                {
                    if (filled > 0)
                    {
                        throw new FrameException("Something follows a response.");
                    }

                    if (_calls.AreRunning)
                    {
                        await _calls.WhenAllAnswered().ConfigureAwait(false);
                    }

                    return body;
                }

                buffer.AsSpan(used, filled).CopyTo(buffer);
                await _calls.StartAsync(body).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The worker is gone: whoever still waits for it gets to know how the kernel has seen its end of the connection. Nothing when it is closed.</summary>
    public void End()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    private ValueTask SendAsync(FrameKind kind, byte[] body)
    {
        var length = FrameHeader.Size + body.Length;
        if (length > BufferSize)
        {
            return SendLargeAsync(kind, body);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        new FrameHeader(body.Length, kind).Write(buffer);
        body.CopyTo(buffer.AsSpan(FrameHeader.Size));
        var sent = SendNow(buffer.AsSpan(0, length));
        if (sent < length)
        {
            return SendRestAsync(buffer, sent, length);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendLargeAsync(FrameKind kind, byte[] body)
    {
        var header = new byte[FrameHeader.Size];
        new FrameHeader(body.Length, kind).Write(header);
        await SendAllAsync(header).ConfigureAwait(false);
        await SendAllAsync(body).ConfigureAwait(false);
    }

    private async ValueTask SendRestAsync(byte[] buffer, int sent, int length)
    {
        await SendAllAsync(buffer.AsMemory(sent, length - sent)).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None, CancellationToken.None).ConfigureAwait(false)..];
        }
    }

    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        var sent = _socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new SocketException((int)error),
        };
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> room)
    {
        var count = await _socket.ReceiveAsync(room, SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
        return count > 0 ? count : throw new SocketException((int)SocketError.Shutdown);
    }
}
